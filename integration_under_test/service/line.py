"""The way out: one HTTP exchange, and what is known of it when it fails.

Nothing is sent twice here but what was answered 401, which is certainly no call; the same holds for
a connection that could not be made. Whatever happens after that leaves open what the other side
did.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import NamedTuple, Protocol

import aiohttp
from yarl import URL

from integration_under_test.boundary import OutcomeUnknown, Unavailable
from integration_under_test.service.observation.traces import headers_out
from integration_under_test.service.outcomes import HttpAnswer

TIMEOUT_S = 30.0
CONNECT_S = 5.0
MOST_CONNECTIONS = 400
"""Of a process that may have 1024 files open, and is called itself."""
KEPT_ALIVE_S = 3.0
"""Less than the five seconds after which common servers hang up: a request that crosses the
hanging up would be lost, and nobody would know whether it was heard."""
MOST_ANSWER_BYTES = 32_000_000
NOT_AUTHORIZED = 401


class Passes(Protocol):
    """Who gives out access tokens, each with its scheme before it (RFC 6750)."""

    async def authorization(self, url: str, refused: str = "") -> str:
        """The value of the header for a URL, "" for none; another one than `refused`. Raises
        Unavailable."""
        ...


class Message(NamedTuple):
    """One request, with its URL percent-encoded."""

    method: str
    url: str
    content: bytes = b""
    headers: Mapping[str, str] = {}


class Line:
    """The connections of one life of an integration. Made inside a running loop."""

    def __init__(
        self,
        headers: Mapping[str, str],
        trust: ssl.SSLContext | None = None,
        passes: Passes | None = None,
    ) -> None:
        """`headers` go with every request. `trust` says whose certificates are good, and which is
        ours; None trusts whom the machine does."""
        self.under_way = 0
        """Requests without an answer so far."""
        self._passes = passes
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=MOST_CONNECTIONS, keepalive_timeout=KEPT_ALIVE_S, ssl=trust or True
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S),
        )
        # By default aiohttp sends what is idempotent by the letter of HTTP once more, by itself.
        # Whether a broken PUT or DELETE is repeated is for the integration to decide.
        self._session._retry_connection = False  # noqa: SLF001

    async def close(self) -> None:
        """Ends all connections; what is under way fails."""
        await self._session.close()

    async def exchange(
        self, where: str, message: Message, timeout_s: float = TIMEOUT_S
    ) -> HttpAnswer:
        """The answer, whatever its status. Raises Unavailable or OutcomeUnknown, which say `where`
        it happened."""
        self.under_way += 1
        try:
            if self._passes is None:
                return await self._exchange(where, message, timeout_s)
            return await self._with_pass(self._passes, where, message, timeout_s)
        finally:
            self.under_way -= 1

    async def _with_pass(
        self, passes: Passes, where: str, message: Message, timeout_s: float
    ) -> HttpAnswer:
        """A token may end before we think so: then a fresh one is tried, once."""
        value = await passes.authorization(message.url)
        answer = await self._exchange(where, _bearing(message, value), timeout_s)
        if not value or answer.status != NOT_AUTHORIZED:
            return answer
        value = await passes.authorization(message.url, refused=value)
        return await self._exchange(where, _bearing(message, value), timeout_s)

    async def _exchange(self, where: str, message: Message, timeout_s: float) -> HttpAnswer:
        if self._session.closed:
            raise Unavailable(f"{where}: this life of the integration is over")
        try:
            async with asyncio.timeout(timeout_s):
                return await self._sent(where, message)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unavailable(f"{where}: no connection: {error}") from error
        except TimeoutError as error:
            raise OutcomeUnknown(f"{where}: no answer within {timeout_s} s") from error
        except (aiohttp.ClientError, OSError) as error:
            words = str(error) or type(error).__name__
            raise OutcomeUnknown(f"{where}: the connection broke: {words}") from error

    async def _sent(self, where: str, message: Message) -> HttpAnswer:
        async with self._session.request(
            message.method,
            URL(message.url, encoded=True),
            data=message.content or None,
            headers={**message.headers, **headers_out()},
            allow_redirects=False,
        ) as answer:
            content = bytearray()
            async for piece in answer.content.iter_any():
                content += piece
                if len(content) > MOST_ANSWER_BYTES:
                    raise OutcomeUnknown(f"{where}: an answer of over {MOST_ANSWER_BYTES} bytes")
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return HttpAnswer(answer.status, bytes(content), headers)


def _bearing(message: Message, authorization: str) -> Message:
    if not authorization:
        return message
    return message._replace(headers={**message.headers, "Authorization": authorization})
