"""What a fault may take hold of besides packets: the parts of one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mock_systems.service import Effect, System
from sim.faults.read_cache import ReadCache
from sim.streams import Streams

if TYPE_CHECKING:
    from sim.clock import VirtualClock
    from sim.clock.system_clock import SystemClock
    from sim.experiment.parties import PostOffice
    from sim.host import Host, MemoryStorage
    from sim.world.world import World

End = Callable[[], None]
"""Takes back what a fault did."""
Watch = Callable[[str, Effect], None]
"""Hears of an effect of a system."""
Witness = Callable[[str, str], None]
"""Takes the business document on which a fault was seen to act, and where."""


@dataclass(frozen=True)
class Reach:
    """Of what a fault tells its `witness`, only the first counts. `watch` has a callable hear of
    every committed effect from now on."""

    clock: VirtualClock
    streams: Streams
    systems: Mapping[str, System]
    system_clocks: Mapping[str, SystemClock]
    """By system; the integration's own is `integration`."""
    host: Host
    storage: MemoryStorage
    reads: ReadCache
    office: PostOffice
    world: World
    watch: Callable[[Watch], None]
    witness: Witness
    webhooks: Mapping[str, object] = field(default_factory=dict)
    """By system, what its events leave through."""
