"""Simulated seconds as local dates or times of a facility, in both directions.

Second 0 is local midnight in America/Chicago of the first day. Facilities lie in two time zones,
so a period, an office hour or a cut-off is always asked for with a zone. Office hours are
08:00-17:00 on business days.

    calendar = Calendar(date(2026, 4, 1))
    calendar.period(0.0, "America/New_York")        # "2026-04"
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sim.world.business_days import ONE_DAY, is_business_day

HOME_ZONE = "America/Chicago"
EASTERN = "America/New_York"
OPENS_H = 8.0
CLOSES_H = 17.0
HOUR_S = 3600.0
DAY_S = 86_400.0


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


class Calendar:
    """Converts between simulated seconds and local time; immutable."""

    def __init__(self, first_day: date) -> None:
        self.first_day = first_day
        start = datetime.combine(first_day, time(), _zone(HOME_ZONE))
        self.epoch = start.astimezone(UTC)
        self._epoch_s = self.epoch.timestamp()

    def local(self, t_s: float, zone: str) -> datetime:
        """The aware local time of an instant."""
        return datetime.fromtimestamp(self._epoch_s + t_s, _zone(zone))

    def day(self, t_s: float, zone: str) -> date:
        """The business date of an instant at a place."""
        return self.local(t_s, zone).date()

    def period(self, t_s: float, zone: str) -> str:
        """The accounting period YYYY-MM of an instant at a place."""
        local = self.local(t_s, zone)
        return f"{local.year:04d}-{local.month:02d}"

    def at(self, day: date, hour: float, zone: str) -> float:
        """The second at which a place's clocks show `hour` (0-24) on a day.

        An hour that a DST change skips gives the instant as far after the skipped one began;
        one that it repeats gives the first.
        """
        local = datetime.combine(day, time()) + timedelta(hours=hour)
        return local.replace(tzinfo=_zone(zone)).timestamp() - self._epoch_s

    def midnight(self, day: date, zone: str) -> float:
        """The cut-off second at which a day begins at a place."""
        return self.at(day, 0.0, zone)

    def hour_of_week(self, t_s: float, zone: str) -> float:
        """Hours since Monday 00:00 on the place's clocks."""
        local = self.local(t_s, zone)
        return local.weekday() * 24 + _hour(local)

    def after_office_s(self, t_s: float, work_s: float, zone: str) -> float:
        """The instant at which `work_s` seconds of office time have passed since `t_s`."""
        day, hour = self._office_instant(t_s, zone)
        rest_h = work_s / HOUR_S
        while rest_h > CLOSES_H - hour:
            rest_h -= CLOSES_H - hour
            day, hour = next_business_day(day), OPENS_H
        return max(t_s, self.at(day, hour + rest_h, zone))

    def next_in_window(self, t_s: float, window_h: tuple[float, float], zone: str) -> float:
        """The instant itself, or the next opening of a window that is kept on business days."""
        local = self.local(t_s, zone)
        if is_business_day(local.date()) and window_h[0] <= _hour(local) < window_h[1]:
            return t_s
        day = local.date()
        if not is_business_day(day) or _hour(local) >= window_h[1]:
            day = next_business_day(day)
        return self.at(day, window_h[0], zone)

    def _office_instant(self, t_s: float, zone: str) -> tuple[date, float]:
        local = self.local(t_s, zone)
        day, hour = local.date(), _hour(local)
        if not is_business_day(day) or hour >= CLOSES_H:
            return next_business_day(day), OPENS_H
        return day, max(hour, OPENS_H)


def next_business_day(day: date) -> date:
    """The first business day after a day."""
    day += ONE_DAY
    while not is_business_day(day):
        day += ONE_DAY
    return day


def _hour(local: datetime) -> float:
    return local.hour + local.minute / 60 + (local.second + local.microsecond / 1e6) / 3600
