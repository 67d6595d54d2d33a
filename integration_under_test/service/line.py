"""The way out: one HTTP exchange, and what is known of it when it fails.

Nothing is sent twice here. Only a connection that could not be made is certainly no call; whatever
happens after that leaves open what the other side did.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

import aiohttp
from yarl import URL

from integration_under_test.boundary import OutcomeUnknown, Unavailable
from integration_under_test.service.outcomes import HttpAnswer

TIMEOUT_S = 30.0
CONNECT_S = 5.0
MOST_CONNECTIONS = 400
"""Of a process that may have 1024 files open, and is called itself."""
KEPT_ALIVE_S = 3.0
"""Less than the five seconds after which common servers hang up: a request that crosses the
hanging up would be lost, and nobody would know whether it was heard."""


class Message(NamedTuple):
    """One request, with its URL percent-encoded."""

    method: str
    url: str
    content: bytes = b""
    headers: Mapping[str, str] = {}


class Line:
    """The connections of one life of an integration. Made inside a running loop."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        """`headers` go with every request."""
        self.under_way = 0
        """Requests without an answer so far."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=MOST_CONNECTIONS, keepalive_timeout=KEPT_ALIVE_S),
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
        if self._session.closed:
            raise Unavailable(f"{where}: this life of the integration is over")
        self.under_way += 1
        try:
            async with asyncio.timeout(timeout_s):
                return await self._sent(message)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unavailable(f"{where}: no connection: {error}") from error
        except TimeoutError as error:
            raise OutcomeUnknown(f"{where}: no answer within {timeout_s} s") from error
        except (aiohttp.ClientError, OSError) as error:
            words = str(error) or type(error).__name__
            raise OutcomeUnknown(f"{where}: the connection broke: {words}") from error
        finally:
            self.under_way -= 1

    async def _sent(self, message: Message) -> HttpAnswer:
        async with self._session.request(
            message.method,
            URL(message.url, encoded=True),
            data=message.content or None,
            headers=message.headers,
            allow_redirects=False,
        ) as answer:
            content = await answer.read()
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return HttpAnswer(answer.status, content, headers)
