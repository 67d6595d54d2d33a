"""Limiters of an API edge: leaky bucket, nested windows, calls in flight.

Pure and deterministic: time is an argument in whole microseconds, arithmetic is in integers, and
every question costs the same however many calls came before. A refused call uses up nothing.

    bucket = Bucket(calls=25, period_us=1_000_000, burst=20)
    bucket.wait_us(0)      # 0: a call may pass now
    bucket.take(0)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

SECOND_US = 1_000_000
PERIODS_US = {
    "second": SECOND_US,
    "minute": 60 * SECOND_US,
    "hour": 3600 * SECOND_US,
    "day": 86_400 * SECOND_US,
}


class Limiter(Protocol):
    """Says how long a call has to wait, and takes note of the calls that pass."""

    def wait_us(self, now_us: int) -> int:
        """0 when a call may pass now, else the time after which one could. Changes nothing."""
        ...

    def take(self, now_us: int) -> None:
        """Counts a call that passes; only after `wait_us` said 0."""
        ...


class Bucket:
    """A leaky bucket: `calls` leak out each period, and it holds `burst` more than that.

    Room is counted in shares of a call, `period_us` of them to a call, so that `calls` shares
    come back each microsecond and nothing is ever rounded.
    """

    def __init__(self, calls: int, period_us: int, burst: int = 0) -> None:
        self._calls = calls
        self._period_us = period_us
        self._capacity = (calls + burst) * period_us
        self._room = self._capacity
        self._at_us = 0

    def wait_us(self, now_us: int) -> int:
        """How long until a whole call fits."""
        lacking = self._period_us - self._room_at(now_us)
        return max(0, -(-lacking // self._calls))

    def take(self, now_us: int) -> None:
        """Fills the bucket by one call."""
        self._room = self._room_at(now_us) - self._period_us
        self._at_us = now_us

    def _room_at(self, now_us: int) -> int:
        return min(self._capacity, self._room + (now_us - self._at_us) * self._calls)


class Windows:
    """Nested fixed windows, such as 1 a second, 3 a minute, 50 an hour, 300 a day.

    `limits` maps a window's length in microseconds to the calls that pass in it. Windows are
    aligned to time 0; a call counts in all of them.
    """

    def __init__(self, limits: Mapping[int, int]) -> None:
        self._limits = tuple(sorted(limits.items()))
        self._current = dict.fromkeys(limits, 0)
        self._counts = dict.fromkeys(limits, 0)

    def wait_us(self, now_us: int) -> int:
        """How long until the last of the full windows ends."""
        return max(self._rest_us(length_us, most, now_us) for length_us, most in self._limits)

    def take(self, now_us: int) -> None:
        """Counts a call in every window."""
        for length_us in self._counts:
            number = now_us // length_us
            if number != self._current[length_us]:
                self._current[length_us], self._counts[length_us] = number, 0
            self._counts[length_us] += 1

    def _rest_us(self, length_us: int, most: int, now_us: int) -> int:
        number = now_us // length_us
        if number != self._current[length_us] or self._counts[length_us] < most:
            return 0
        return (number + 1) * length_us - now_us


class InFlight:
    """At most `most` calls between arrival and answer."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._under_way = 0

    @property
    def full(self) -> bool:
        """Whether the next call would be one too many."""
        return self._under_way >= self._most

    def enter(self) -> None:
        """A call arrived and passed."""
        self._under_way += 1

    def leave(self) -> None:
        """A call was answered."""
        self._under_way -= 1


@dataclass(frozen=True)
class Impatience:
    """What calling on costs: the closure doubles, or grows by another factor, up to a cap."""

    base_us: int
    factor: int
    cap_us: int


class Closure:
    """A door that stays shut longer each time somebody knocks while it is shut.

    That is how Dynamics 365 lengthens Retry-After for a caller who does not wait.
    """

    def __init__(self, impatience: Impatience) -> None:
        self._impatience = impatience
        self._until_us = 0
        self._step_us = 0

    def wait_us(self, now_us: int) -> int:
        """The rest of the closure."""
        return max(0, self._until_us - now_us)

    def shut(self, now_us: int) -> int:
        """A call was refused: shuts the door, anew or for longer, and says for how long."""
        rule = self._impatience
        knocked = now_us < self._until_us
        longer_us = self._step_us * rule.factor if knocked else rule.base_us
        self._step_us = min(rule.cap_us, longer_us)
        self._until_us = now_us + self._step_us
        return self._step_us


class Quota:
    """Several limiters that a call must pass all at once, or none of them counts it."""

    def __init__(self, limiters: Iterable[Limiter], closure: Closure | None = None) -> None:
        self._limiters = tuple(limiters)
        self._closure = closure

    def ask(self, now_us: int) -> int:
        """0 when the call passes, which is counted, else how long its caller should wait."""
        closure = self._closure
        wait_us = max((limiter.wait_us(now_us) for limiter in self._limiters), default=0)
        if closure is not None and (wait_us or closure.wait_us(now_us)):
            return max(wait_us, closure.shut(now_us))
        if not wait_us:
            for limiter in self._limiters:
                limiter.take(now_us)
        return wait_us
