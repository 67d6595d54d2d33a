"""The EHR with its batches taken apart: what the relation `split` changes.

A department's charges of a round travel in one message; here each of them travels in a message of
its own. Nothing else of the record differs, its transactions keep their numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.world.parties.ehr.charging import Charging
from sim.world.parties.ehr.ehr import Ehr
from sim.world.parties.ehr.records import Records, Service
from sim.world.parties.party import Place
from sim.world.stays import Stay


class SplitRecords(Records):
    """One message for each service."""

    def charged(self, stay: Stay, services: Sequence[Service]) -> None:
        """A message for each, one after the other."""
        for service in services:
            super().charged(stay, (service,))


class SplitEhr(Ehr):
    """The whole group's record, which tells of each charge alone."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._records = SplitRecords(place, self._line)
        self._charging = Charging(place, self._records)
