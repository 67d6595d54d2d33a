"""Maintenance windows: weekly or monthly, on a vendor's own clock.

A window starts at a local time of a named zone and lasts so many hours of real time, so that it
moves against UTC with daylight saving, as the published ones do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
QUARTER_MONTHS = (1, 4, 7, 10)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Window:
    """`nth` counts the weekday within its month (1 to 4), for windows that are not weekly."""

    every: Literal["week", "month", "quarter"]
    weekday: Weekday
    nth: int = 1
    starts: str
    hours: float
    zone: str

    def __post_init__(self) -> None:
        if not 0 < self.hours <= 24:
            raise ValueError(f"hours: expected above 0 and at most 24, got {self.hours}")
        if not 1 <= self.nth <= 4:
            raise ValueError(f"nth: expected 1 to 4, got {self.nth}")
        try:
            _zone(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"zone: expected a name of the tz database: {error}") from error
        time.fromisoformat(self.starts)

    def end_at(self, now: datetime) -> datetime | None:
        """The end of the window in which an instant lies, or None."""
        zone = _zone(self.zone)
        today = now.astimezone(zone).date()
        # It may have begun on the day before, and daylight saving may have made that long ago.
        for day in (today, today - ONE_DAY, today - 2 * ONE_DAY):
            if self._falls_on(day):
                start = datetime.combine(day, time.fromisoformat(self.starts), zone)
                end = start.astimezone(UTC) + timedelta(hours=self.hours)
                if start <= now < end:
                    return end
        return None

    def _falls_on(self, day: date) -> bool:
        if WEEKDAYS[day.weekday()] != self.weekday:
            return False
        if self.every == "week":
            return True
        right_month = self.every == "month" or day.month in QUARTER_MONTHS
        return right_month and (day.day - 1) // 7 + 1 == self.nth


W = TypeVar("W", bound=Window)


def window_at(windows: Iterable[W], now: datetime) -> W | None:
    """The first window that is open at an instant."""
    return next((window for window in windows if window.end_at(now) is not None), None)


@lru_cache(maxsize=32)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
