"""The local business day of one time zone, cheap enough to be asked at every charge.

Charges are a hot path. Every change of an offset in use falls on a quarter of an hour of UTC, so
the day is looked up once per quarter.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
LATE_AFTER = timedelta(days=3)
"""A charge is late when posted more than three days after its service date (HFMA CL-2)."""


class LocalDay:
    """Reads UTC instants as `YYYYMMDD`; services before `late_before` are charged late."""

    __slots__ = ("_day", "_from", "_until", "_zone", "late_before")

    def __init__(self, time_zone: str) -> None:
        try:
            self._zone = ZoneInfo(time_zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"timeZone: expected an IANA name, got {time_zone!r}") from error
        self._from: datetime | None = None
        self._until: datetime | None = None
        self._day = ""
        self.late_before = ""

    def of(self, now: datetime) -> str:
        """The local day of an aware UTC instant; sets `late_before` for it."""
        if self._from is None or self._until is None or not self._from <= now < self._until:
            self._turn(now)
        return self._day

    def _turn(self, now: datetime) -> None:
        start = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
        local = start.astimezone(self._zone)
        self._from, self._until = start, start + QUARTER
        self._day = local.strftime("%Y%m%d")
        self.late_before = (local.replace(tzinfo=None) - LATE_AFTER).strftime("%Y%m%d")
