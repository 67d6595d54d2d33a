"""The clock on the wall of one system: simulated time, as far off as a fault has put it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sim.clock.virtual import VirtualClock


@dataclass
class SystemClock:
    """The simulated instant as a datetime in UTC, for a system or for the integration."""

    clock: VirtualClock
    epoch: datetime
    skew_s: float = 0.0
    """Seconds by which it is fast; negative: slow."""

    def now(self) -> datetime:
        """The current instant in UTC, as this clock shows it."""
        return self.epoch + timedelta(seconds=self.clock.now_s() + self.skew_s)

    async def sleep_until(self, instant: datetime) -> None:
        """Returns when this clock shows an instant, as far as it is off now; on the virtual loop
        `asyncio.sleep` is simulated time."""
        await asyncio.sleep((instant - self.now()).total_seconds())
