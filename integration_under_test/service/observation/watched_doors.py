"""The doors, watched: an ASGI application around the service's own.

A door that has read what came in says so with `about`; all else is seen from outside, also what was
refused before anybody read it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from integration_under_test.service.observation.counts import Delivery
from integration_under_test.service.observation.logs import correlation
from integration_under_test.service.observation.traces import (
    HEADER,
    Place,
    Span,
    go_on_as,
    place_of,
    speakable,
)
from integration_under_test.service.observation.watch import Watch

DOORS = frozenset({"events", "documents", "requests", "resolutions"})
VISIT = "testbed.visit"
BROKEN = 500
TOO_MANY = 429


class Visit:
    """Something at a door."""

    def __init__(self, door: str, span: Span | None) -> None:
        self.door = door
        self.span = span
        self.type = ""
        self.status = BROKEN

    @property
    def result(self) -> str:
        """How it ended, in one word."""
        if self.status < 300:
            return "accepted"
        if self.status == TOO_MANY:
            return "pushed_back"
        return "refused" if self.status < BROKEN else "failed"


class WatchedDoors:
    """Sees each visit from beginning to end."""

    def __init__(self, app: ASGIApp, watch: Watch, asked_at: Collection[str] = ()) -> None:
        """`asked_at` are further paths of the door `requests`."""
        self._app = app
        self._watch = watch
        self._asked_at = asked_at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        door = self._door(scope["path"]) if scope["type"] == "http" else ""
        if door not in DOORS:
            await self._app(scope, receive, send)
            return
        visit = scope[VISIT] = Visit(door, self._span(door, scope))

        self._watch.began(visit)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                visit.status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            self._ended(visit)

    def _door(self, path: str) -> str:
        return "requests" if path in self._asked_at else path.split("/", 2)[1]

    def _span(self, door: str, scope: Scope) -> Span | None:
        traces = self._watch.traces
        return None if traces is None else traces.incoming(f"POST /{door}", _parent(scope))

    def _ended(self, visit: Visit) -> None:
        type_ = self._watch.label_of(visit.type) if visit.door == "events" else ""
        delivery = Delivery(visit.door, type_, visit.result)
        self._watch.delivered(visit, delivery, visit.status)
        if visit.span is not None:
            more: dict[str, str | int] = {"http.response.status_code": visit.status}
            if type_:
                more["event.type"] = type_
            visit.span.end(visit.result, visit.status >= BROKEN, more)


def about(scope: Scope, correlation_id: Any, type_: str = "") -> None:
    """A door has read what came in. All that follows in this task belongs to it."""
    told = correlation_id if isinstance(correlation_id, str) else ""
    correlation.set(speakable(told))
    visit: Visit | None = scope.get(VISIT)
    if visit is None:
        return
    visit.type = type_
    if visit.span is not None:
        visit.span.about(told)
        go_on_as(visit.span.place)


def _parent(scope: Scope) -> Place | None:
    wanted = HEADER.encode()
    values = [value for name, value in scope["headers"] if name == wanted]
    return place_of(values[0].decode("latin-1")) if len(values) == 1 else None
