"""The crosswalk in use, read again when a code is met that it does not know."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.master_data.lists import Lists, read_lists
from integration_under_test.reference.mediation.masters import MAPPED, crosswalk_of


class MastersCache:
    """Holds one crosswalk; everybody who misses a code waits for the same reading."""

    def __init__(
        self, lanes: Lanes, interval_s: float, partners: Iterable[str] = frozenset()
    ) -> None:
        self._lanes = lanes
        self._partners = frozenset(partners)
        self._interval_s = interval_s
        self._reading = asyncio.Lock()
        self._read_at_s: float | None = None
        self._lists: Lists = {}
        self.crosswalk = Crosswalk(partners=self._partners, is_whole=False)

    async def refresh(self) -> bool:
        """Reads the masters unless that was done just now; whether there is a newer crosswalk.

        Of a system that does not answer, the old lists stay in use, or none: an integration that
        restarts during an outage must still serve the flows which that system is no part of. So
        does a list of an unexpected shape, of which whoever watches its system is told.
        """
        before = self.crosswalk
        async with self._reading:
            if self.crosswalk is before and self._due():
                self._read_at_s = asyncio.get_running_loop().time()
                await self._read()
        return self.crosswalk is not before

    def build(self, lists: Lists) -> Crosswalk:
        """The crosswalk of what was read."""
        return crosswalk_of(lists)

    def _due(self) -> bool:
        if self._read_at_s is None:
            return True
        return asyncio.get_running_loop().time() - self._read_at_s >= self._interval_s

    async def _read(self) -> None:
        lists = await read_lists(self._lanes.call, MAPPED, self._lists, self._lanes.misread)
        if lists != self._lists:
            self.crosswalk = self.build(lists)
            self.crosswalk.partners = self._partners
        self._lists = lists
