"""Local wall-clock time of one time zone, cheap enough to be asked at every usage.

Usage is the hottest path of the testbed. Every UTC offset in use is a multiple of a quarter of an
hour, as is every change of one, so within a quarter of UTC the local date and hour stand still:
the zone is asked once per quarter, and in between only minute and second are added.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)


class LocalTime:
    """Reads UTC instants as `YYYYMMDDHHMMSS` in one time zone."""

    __slots__ = ("_from", "_hour", "_minutes_ahead", "_until", "_zone")

    def __init__(self, time_zone: str) -> None:
        try:
            self._zone = ZoneInfo(time_zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"time_zone: expected an IANA name, got {time_zone!r}") from error
        self._from: datetime | None = None
        self._until: datetime | None = None
        self._hour = ""
        self._minutes_ahead = 0

    def stamp(self, now: datetime) -> str:
        """The local `YYYYMMDDHHMMSS` of an aware UTC instant."""
        if self._from is None or self._until is None or not self._from <= now < self._until:
            self._turn(now)
        return f"{self._hour}{now.minute + self._minutes_ahead:02d}{now.second:02d}"

    def _turn(self, now: datetime) -> None:
        start = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
        local = start.astimezone(self._zone)
        self._from, self._until = start, start + QUARTER
        self._hour = local.strftime("%Y%m%d%H")
        self._minutes_ahead = local.minute - start.minute
