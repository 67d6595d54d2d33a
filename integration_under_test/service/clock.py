"""Business time, which passes `speed` times as fast as the wall's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime, BaseModel, Field


class ClockReading(BaseModel):
    """As the testbed tells it: business time was `business` when the wall's was `wall`."""

    business: AwareDatetime
    wall: AwareDatetime
    speed: float = Field(ge=0.0, allow_inf_nan=False)


def wall_now() -> datetime:
    """The wall's time in UTC."""
    return datetime.now(UTC)


class BusinessClock:
    """The boundary's `Clock`; waits with `asyncio.sleep` are in seconds of the wall here."""

    def __init__(self, reading: ClockReading, wall: Callable[[], datetime] = wall_now) -> None:
        self._reading = reading
        self._wall = wall

    def set(self, reading: ClockReading) -> None:
        """From now on time passes as this says; it may jump."""
        self._reading = reading

    def now(self) -> datetime:
        """The current instant in UTC."""
        return self.at(self._wall())

    def at(self, wall: datetime) -> datetime:
        """Business time at an instant of the wall. Raises OverflowError past the year 9999."""
        passed_s = (wall - self._reading.wall).total_seconds()
        business = self._reading.business.astimezone(UTC)
        return business + timedelta(seconds=passed_s * self._reading.speed)
