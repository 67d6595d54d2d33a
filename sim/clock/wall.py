"""The wall clock, for the one column that stays outside the hash; nothing else may read it."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter, time_ns


def wall_ns() -> int:
    """Nanoseconds since 1970 on this machine's clock."""
    return time_ns()


def wall_now() -> datetime:
    """The same instant as a date and time in UTC."""
    return datetime.now(UTC)


def elapsed_s() -> float:
    """Seconds on a clock that only measures differences."""
    return perf_counter()
