"""The integration's doors over HTTP, as `integration_under_test/README.md` describes them.

All waits here are on the wall. What an integration answers is evidence, so nothing but a broken
start raises.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Self
from urllib.parse import quote

import aiohttp
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import to_json

from integration_under_test.boundary import Document, Event, Request, Resolution, Subscription
from mock_systems.service.signatures import EndpointSecret, Message, sign
from sim.clock.wall import elapsed_s, wall_ns
from sim.mistake import Mistake

UP_WITHIN_S = 30.0
START_WITHIN_S = 60.0
STOP_WITHIN_S = 60.0
ANSWER_WITHIN_S = 30.0
PAUSE_S = 0.1
NOBODY = (0, 503)
"""No answer, or nobody who could give one."""
MOST_BYTES = 1_000_000
"""Of an answer; more of it is not read."""
JSON = "application/json"
CLOUD_EVENT = "application/cloudevents+json"
JSON_BODY: Mapping[str, str] = MappingProxyType({"Content-Type": JSON})
ADMIN_TOKEN_FILE = "INTEGRATION_ADMIN_TOKEN_FILE"
"""The same file as for `--admin-token-file` of a served integration."""
STEERING = frozenset({"/start", "/stop", "/clock", "/resolutions", "/documents"})
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class NotServed(Mistake):
    """The integration is not there, or does not answer as the page says."""


class HttpAnswer(NamedTuple):
    """What a door said; status 0 if nobody answered, and nobody knows what was done."""

    status: int
    content: bytes = b""
    retry_after_s: float = 0.0

    @property
    def accepted(self) -> bool:
        """A 2xx."""
        return 200 <= self.status < 300

    @property
    def words(self) -> str:
        """The beginning of what it said, for people."""
        return self.content[:300].decode("utf-8", "replace")


class Wanted(BaseModel):
    """One subscription."""

    model_config = ConfigDict(extra="forbid")
    system: str
    types: tuple[str, ...]


class Offer(BaseModel):
    """What an integration wants to hear of, and which of the optional doors it has."""

    model_config = ConfigDict(extra="ignore")
    subscriptions: tuple[Wanted, ...]
    documents: bool = False
    requests: bool = False
    resolutions: bool = False
    channels: tuple[str, ...] = ()
    """Ways of documents besides HTTP that it has."""

    @property
    def wanted(self) -> Sequence[Subscription]:
        """As the boundary has them."""
        return tuple(Subscription(one.system, one.types) for one in self.subscriptions)


class _Ready(BaseModel):
    """What an integration may say when it is ready."""

    model_config = ConfigDict(extra="ignore")
    mllp: dict[str, str] = {}

    @classmethod
    def read(cls, answer: HttpAnswer) -> _Ready:
        try:
            return cls.model_validate_json(answer.content or b"{}")
        except ValidationError:
            return cls()


class Health(BaseModel):
    """How an integration says it is."""

    model_config = ConfigDict(extra="ignore")
    is_up: bool = True
    started: bool = True
    """False after a restart: nobody has told it where everything is."""
    backlog: int = 0
    """What it has left to do."""


class Doors:
    """An integration at a base URL. Use as an async context manager."""

    def __init__(self, url: str, secret: EndpointSecret) -> None:
        self.url = url.rstrip("/")
        self.secret = secret
        """Signs what is delivered to `/events`."""
        self._admin_token = _admin_token()
        self.under_way = 0
        """Requests that were not answered yet."""
        self.offer = Offer(subscriptions=())
        """What it offered when it was met."""
        self.mllp: Mapping[str, str] = {}
        """Mailbox -> "host:port" of the socket for its HL7 messages, as it said at its start."""

    async def __aenter__(self) -> Self:
        # The default would let a hundred through: a sender of many events would wait for itself.
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(connector=connector)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def be_up(self) -> None:
        """Waits until `/health` says so. Raises NotServed."""
        last = HttpAnswer(0)
        try:
            async with asyncio.timeout(UP_WITHIN_S):
                while not last.accepted:
                    last = await self._ask("GET", "/health", within_s=5.0)
                    await asyncio.sleep(0.0 if last.accepted else PAUSE_S)
        except TimeoutError:
            got = f"status {last.status}" if last.status else "no answer"
            told = f"{self.url}/health: expected 200 within {UP_WITHIN_S:.0f} s, got {got}"
            raise NotServed(f"{told}; is the integration running there?") from None

    async def health(self) -> Health:
        """What `/health` says, as far as it says it."""
        answer = await self._ask("GET", "/health", within_s=5.0)
        if not answer.accepted:
            return Health(is_up=False)
        try:
            return Health.model_validate_json(answer.content or b"{}")
        except ValidationError:
            return Health()

    async def meet(self) -> None:
        """Waits until it is up, and asks what it offers. Raises NotServed, also for an answer that
        does not follow the page."""
        await self.be_up()
        answer = await self._ask("GET", "/subscriptions", within_s=ANSWER_WITHIN_S)
        where = f"{self.url}/subscriptions"
        if not answer.accepted:
            raise NotServed(f"{where}: expected 200, got {answer.status} {answer.words}")
        try:
            self.offer = Offer.model_validate_json(answer.content)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "the body"
            raise NotServed(f"{where}: {place}: {first['msg']}; see the README's page") from error

    async def start(self, told: Mapping[str, Any]) -> HttpAnswer:
        """Tells it where everything is; once more if it dies over it and comes back in time."""
        body, ends_s = to_json(told), elapsed_s() + START_WITHIN_S
        while True:
            answer = await self._ask("POST", "/start", body, JSON_BODY, START_WITHIN_S)
            if answer.status not in NOBODY or elapsed_s() >= ends_s:
                self.mllp = _Ready.read(answer).mllp
                return answer
            await asyncio.sleep(PAUSE_S)

    async def set_clock(self, told: Mapping[str, Any]) -> HttpAnswer:
        """Tells it that business time passes at another speed now."""
        return await self._ask("POST", "/clock", to_json(told), JSON_BODY)

    async def stop(self) -> HttpAnswer:
        """The run is over."""
        return await self._ask("POST", "/stop", within_s=STOP_WITHIN_S)

    async def event(self, event: Event) -> HttpAnswer:
        """One delivery, in structured mode and signed after Standard Webhooks 1.0.0."""
        message = Message(message_id(event), wall_ns() // 1_000_000_000, structured(event))
        return await self.webhook(message.body, sign((self.secret,), message))

    async def get(self, path: str) -> HttpAnswer:
        """What it says at a path."""
        return await self._ask("GET", path)

    async def webhook(self, content: bytes, signature: Mapping[str, str]) -> HttpAnswer:
        """One delivery to `/events`, whatever it holds and whoever signed it."""
        own = {"Content-Type": CLOUD_EVENT, **signature}
        return await self._ask("POST", "/events", content, own)

    async def document(self, document: Document) -> HttpAnswer:
        """One document, as it is."""
        own = {"Document-Id": quote(document.id), "Document-Sender": quote(document.sender)}
        own["Content-Type"] = document.content_type
        return await self._ask("POST", "/documents", document.content, own)

    async def request(self, request: Request, token: str = "") -> HttpAnswer:
        """A call to its API layer."""
        own = {**JSON_BODY, "Request-Id": request.id, "X-Client-Id": request.caller}
        own["X-Correlation-Id"] = request.correlation_id
        if token:
            own["Authorization"] = f"Bearer {token}"
        path = f"/requests/{quote(request.operation, safe='@')}"
        return await self._ask("POST", path, to_json(request.body), own)

    async def resolution(self, resolution: Resolution) -> HttpAnswer:
        """What a clerk decided."""
        told = {"item_id": resolution.item_id, "action": resolution.action, "note": resolution.note}
        return await self._ask("POST", "/resolutions", to_json(told), JSON_BODY)

    async def _ask(
        self,
        method: str,
        path: str,
        content: bytes = b"",
        headers: Mapping[str, str] = NO_HEADERS,
        within_s: float = ANSWER_WITHIN_S,
    ) -> HttpAnswer:
        told = {name: value for name, value in headers.items() if value}
        if path in STEERING and self._admin_token:
            told["Authorization"] = f"Bearer {self._admin_token}"
        within = aiohttp.ClientTimeout(total=within_s)
        self.under_way += 1
        try:
            async with self._session.request(
                method,
                self.url + path,
                data=BytesIO(content) if content else None,  # bytes: a warning over 1 MB
                headers=told,
                timeout=within,
                allow_redirects=False,
                skip_auto_headers=("Content-Type",),
            ) as answer:
                body = await answer.content.read(MOST_BYTES)
                return HttpAnswer(answer.status, body, _seconds(answer.headers.get("Retry-After")))
        except aiohttp.ClientConnectorError:
            return HttpAnswer(503, b"connection refused")
        except (aiohttp.ClientError, TimeoutError, OSError):
            return HttpAnswer(0)
        finally:
            self.under_way -= 1


def got_of(answer: HttpAnswer) -> str:
    """An answer in words."""
    return f"{answer.status} {answer.words}".strip() if answer.status else "no answer"


def structured(event: Event) -> bytes:
    """A CloudEvent 1.0 in structured mode."""
    return to_json(
        {
            "specversion": "1.0",
            "id": event.id,
            "source": event.source,
            "type": event.type,
            "time": event.time,
            "subject": event.subject,
            "datacontenttype": JSON,
            **event.extensions,
            "data": event.data,
        }
    )


def message_id(event: Event) -> str:
    """What its deliveries are signed under, each time the same."""
    return blake2b(f"{event.source}|{event.id}".encode(), digest_size=16).hexdigest()


def _admin_token() -> str:
    """The token of an integration that lets not everybody steer it; '' for none. Raises OSError."""
    file = os.environ.get(ADMIN_TOKEN_FILE, "")
    return Path(file).read_text("utf8").strip() if file else ""


def _seconds(told: str | None) -> float:
    try:
        return max(0.0, float(told or 0.0))
    except ValueError:
        return 0.0
