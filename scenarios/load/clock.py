"""When a request should leave: business time of a schedule on the clock of this process."""

from __future__ import annotations

import time
from typing import Any, NamedTuple, Self


class Anchor(NamedTuple):
    """At `wall_s` (seconds since 1970) business time is `business_s`, and passes `speed` times as
    fast from then on."""

    wall_s: float
    business_s: float
    speed: float

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """From the answer of a live run, or a message of the master. Raises KeyError."""
        return cls(document["wall_s"], document["business_s"], document["speed"])

    def wall_of(self, at_s: float) -> float:
        """The instant of an arrival, seconds since 1970; at the anchor for what was before it."""
        return self.wall_s + max(0.0, at_s - self.business_s) / self.speed


def wall_s() -> float:
    """Seconds since 1970 on this machine's clock."""
    return time.time()


def steady_s() -> float:
    """Seconds on a clock that nobody sets while a test runs."""
    return time.perf_counter()


def steady_of(wall: float) -> float:
    """An instant of the wall on the steady clock, as both stand now."""
    return time.perf_counter() + (wall - time.time())
