"""What was received lately: a ring of requests with what became of each.

Written in two places: `Listening` stands around a system's application and sees every request,
`HeardFront` inside knows which operation it asked for and what it carried.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from fastapi import Request
from fastapi.responses import Response as HttpResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_systems.service import CallContext, Operation, Response
from sim.clock.wall import elapsed_s, wall_now
from sim.live.fronts import Front, business_key_of

KEPT = 1_000
MOST_BYTES = 16_384
"""Of a request's body and of its answer; what is longer is cut off."""
NOTE = "testbed.received"


@dataclass(slots=True)
class Received:
    """One request. `status` 0: no answer went out, the connection was cut or its caller left."""

    number: int
    wall: datetime
    business: datetime
    system: str
    method: str
    path: str
    operation: str = ""
    caller: str = ""
    business_key: str = ""
    idempotency_key: str = ""
    status: int = 0
    latency_ms: float = 0.0
    is_raw: bool = False
    """Whether its body is no JSON: a document as a whole."""
    payload: bytes = b""
    """Body, query and path together, as the system reads them."""
    answer: bytes = b""


@dataclass(frozen=True)
class Wanted:
    """Which requests; what is empty does not matter."""

    system: str = ""
    operation: str = ""
    caller: str = ""
    business_key: str = ""
    status: int | None = None
    after: int = 0

    def takes(self, one: Received) -> bool:
        """Whether it is one of them."""
        return (
            self.system in ("", one.system)
            and self.operation in ("", one.operation)
            and self.caller in ("", one.caller)
            and self.business_key in ("", one.business_key)
            and self.status in (None, one.status)
        )


@dataclass
class Ring:
    """The last requests to all systems; `business_now` dates them."""

    business_now: Callable[[], datetime]
    _kept: deque[Received] = field(default_factory=lambda: deque(maxlen=KEPT))
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def begin(self, system: str, method: str, path: str) -> Received:
        """A request comes in."""
        number, business = next(self._numbers), self.business_now()
        one = Received(number, wall_now(), business, system, method, path)
        self._kept.append(one)
        return one

    def find(self, wanted: Wanted) -> Iterator[Received]:
        """Newest first."""
        for one in reversed(self._kept):
            if one.number <= wanted.after:
                return
            if wanted.takes(one):
                yield one

    def get(self, number: int) -> Received | None:
        """None if it is not kept any more, or never was."""
        return next((one for one in self._kept if one.number == number), None)

    def clear(self) -> None:
        """Forgets them; the numbers go on."""
        self._kept.clear()


class Listening:
    """Around a system's application: every request is noted, also one that nothing answers to."""

    def __init__(self, app: ASGIApp, system: str, ring: Ring) -> None:
        self._app = app
        self._system = system
        self._ring = ring

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        note = self._ring.begin(self._system, scope["method"], path)
        began_s = elapsed_s()

        async def heard(message: Message) -> None:
            if message["type"] == "http.response.start":
                note.status = message["status"]
            elif message["type"] == "http.response.body" and len(note.answer) < MOST_BYTES:
                note.answer += message.get("body", b"")[: MOST_BYTES - len(note.answer)]
            await send(message)

        try:
            await self._app({**scope, NOTE: note}, receive, heard)
        finally:
            note.latency_ms = (elapsed_s() - began_s) * 1e3


class HeardFront(Front):
    """A front that notes what it was asked for."""

    async def _through(
        self, request: Request, operation: Operation, payload: bytes, context: CallContext
    ) -> HttpResponse | Response:
        note: Received = request.scope[NOTE]
        note.operation, note.caller = operation.name, context.caller
        note.business_key = business_key_of(operation, payload)
        note.idempotency_key = context.idempotency_key
        note.is_raw, note.payload = bool(operation.raw), payload[:MOST_BYTES]
        return await super()._through(request, operation, payload, context)
