"""Traces: one span for what comes in at a door, one for each call that goes out.

This module knows nothing of OpenTelemetry; `otlp.py`, which does, is imported only when somebody
wants spans. What is sent on is the header `traceparent` of W3C Trace Context (level 1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar, Token
from hashlib import blake2b
from typing import NamedTuple, Protocol

TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
HEADER = "traceparent"
SPEAKABLE = re.compile(r"[\w.:|/@+~=-]{1,128}", re.ASCII)


class Place(NamedTuple):
    """Which span of which trace; both are numbers that are not zero."""

    trace_id: int
    span_id: int

    def header(self) -> str:
        """As `traceparent`, sampled."""
        return f"00-{self.trace_id:032x}-{self.span_id:016x}-01"


class Span(Protocol):
    """Something that takes time."""

    place: Place

    def about(self, correlation_id: str) -> None:
        """What came in has been read, and calls that it leads to will name this id."""

    def end(self, outcome: str, failed: bool, more: Mapping[str, str | int]) -> None:
        """It is over; once."""


class Traces(Protocol):
    """Where spans are begun."""

    def incoming(self, name: str, parent: Place | None) -> Span:
        """Of a door."""

    def outgoing(self, name: str, correlation_id: str) -> Span:
        """Of a call, below what came in under the same correlation id, if that is known."""

    def close(self) -> None:
        """Sends what is left."""


_current: ContextVar[str] = ContextVar("traceparent", default="")


def place_of(header: str) -> Place | None:
    """What a `traceparent` says; None for one that is absent or not in order."""
    found = TRACEPARENT.fullmatch(header)
    if found is None:
        return None
    place = Place(int(found[1], 16), int(found[2], 16))
    return None if 0 in place else place


def go_on_as(place: Place) -> Token[str]:
    """What the running task sends from now on belongs below this span, until `go_back`."""
    return _current.set(place.header())


def go_back(before: Token[str]) -> None:
    """As it was before `go_on_as`."""
    _current.reset(before)


def headers_out() -> Mapping[str, str]:
    """The headers that a request carries besides its own; none without traces."""
    current = _current.get()
    return {HEADER: current} if current else {}


def speakable(text: str) -> str:
    """An id as it may be shown. What does not look like one may be anything, also a name: its
    digest, which is still the same everywhere."""
    if not text or SPEAKABLE.fullmatch(text):
        return text
    return "blake2:" + blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
