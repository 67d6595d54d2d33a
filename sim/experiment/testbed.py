"""All parts of one run, as `assembly` has put them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mock_systems.service import System
from mock_systems.service.webhooks import PendingEvents, Webhooks
from sim.cable import Cable
from sim.clock import VirtualClock
from sim.clock.system_clock import SystemClock
from sim.experiment.canary_watch import CanaryWatch
from sim.experiment.parties import PostOffice
from sim.faults.plan import FaultPlan
from sim.faults.reach import Reach, Witness
from sim.faults.read_cache import ReadCache
from sim.history.writer import HistoryWriter
from sim.host import Host, MemoryStorage
from sim.world.parties.party import Party
from sim.world.world import World

Publishers = dict[str, Webhooks | PendingEvents]


@dataclass(frozen=True)
class Testbed:
    """Assembled and not yet started."""

    clock: VirtualClock
    writer: HistoryWriter
    systems: Mapping[str, System]
    system_clocks: Mapping[str, SystemClock]
    webhooks: Publishers
    world: World
    parties: tuple[Party, ...]
    office: PostOffice
    plan: FaultPlan
    host: Host
    cable: Cable
    storage: MemoryStorage
    reads: ReadCache
    watch: CanaryWatch

    def reach(self, witness: Witness) -> Reach:
        """What a fault may take hold of, which tells `witness` on what it acted."""
        return Reach(
            clock=self.clock,
            streams=self.world.site.streams,
            systems=self.systems,
            system_clocks=self.system_clocks,
            host=self.host,
            storage=self.storage,
            reads=self.reads,
            office=self.office,
            world=self.world,
            watch=self.world.watchers.append,
            witness=witness,
            webhooks=self.webhooks,
        )
