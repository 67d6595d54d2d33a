"""The crosswalk in use, read again when a code is met that it does not know."""

from __future__ import annotations

import asyncio

from integration_under_test.boundary import CallError
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.masters import read_masters


class MastersCache:
    """Holds one crosswalk; everybody who misses a code waits for the same reading."""

    def __init__(self, lanes: Lanes, interval_s: float) -> None:
        self._lanes = lanes
        self._interval_s = interval_s
        self._reading = asyncio.Lock()
        self._read_at_s: float | None = None
        self.crosswalk = Crosswalk()

    async def refresh(self) -> bool:
        """Reads the masters unless that was done just now; whether there is a newer crosswalk.

        A system that does not answer leaves the old crosswalk in use: an integration that
        restarts during an outage must still serve the flows which that system is no part of.
        """
        before = self.crosswalk
        async with self._reading:
            if self.crosswalk is before and self._due():
                self._read_at_s = asyncio.get_running_loop().time()
                await self._read()
        return self.crosswalk is not before

    def _due(self) -> bool:
        if self._read_at_s is None:
            return True
        return asyncio.get_running_loop().time() - self._read_at_s >= self._interval_s

    async def _read(self) -> None:
        try:
            self.crosswalk = await read_masters(self._lanes.call)
        except CallError:
            return
