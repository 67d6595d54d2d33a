"""Business time, which passes `speed` times as fast as the wall's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime, BaseModel, Field

LONGEST_WAIT_S = 3600.0
"""Of the wall, before the time is looked at again: the machine may have slept."""


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
        self._changed = asyncio.Event()

    def set(self, reading: ClockReading) -> None:
        """From now on time passes as this says; it may jump. Whoever waits is told."""
        self._reading = reading
        self._changed.set()
        self._changed = asyncio.Event()

    async def sleep_until(self, instant: datetime) -> None:
        """As the boundary has it, also where time passes at another speed meanwhile."""
        await asyncio.sleep(0)
        while (left_s := (instant - self.now()).total_seconds()) > 0:
            speed = self._reading.speed
            wait_s = min(left_s / speed, LONGEST_WAIT_S) if speed else None
            try:
                async with asyncio.timeout(wait_s):
                    await self._changed.wait()
            except TimeoutError:
                pass

    def now(self) -> datetime:
        """The current instant in UTC."""
        return self.at(self._wall())

    def at(self, wall: datetime) -> datetime:
        """Business time at an instant of the wall. Raises OverflowError past the year 9999."""
        passed_s = (wall - self._reading.wall).total_seconds()
        business = self._reading.business.astimezone(UTC)
        return business + timedelta(seconds=passed_s * self._reading.speed)
