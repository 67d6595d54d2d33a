"""The hospital group's systems without its people: seeded, behind the cable, on a clock.

As in a run, but nobody works there and no integration is built in: whoever calls is on the other
side of a socket. Calls and deliveries travel through the run's own cable and edges, so that faults,
limits and latency act as they do there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import log
from types import MappingProxyType

from mock_systems import SYSTEMS
from mock_systems.profiles import Profile
from mock_systems.profiles.exhausted import restorable
from mock_systems.profiles.polling import polled
from mock_systems.service import CloudEvent, System
from mock_systems.service.idempotency import KeyStore
from mock_systems.service.webhooks import (
    POLL_AND_FLAG,
    SCHEDULES,
    Attempt,
    PendingEvents,
    Webhooks,
)
from sim.cable import Cable, DirectArm, Edge, Network, resolve_profiles
from sim.cable.latency import SHORTEST_S, Latency
from sim.clock import VirtualClock
from sim.clock.system_clock import SystemClock
from sim.experiment.recorder import EffectRecorder
from sim.experiment.scenario import EXPECTS_SCALE
from sim.faults.plan import FaultPlan
from sim.history.schema import Row
from sim.live.serving.published import Published
from sim.live.serving.sound_arm import SoundArm
from sim.plugins import load
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.canaries import Canaries
from sim.world.enterprise import build_enterprise
from sim.world.masters import load_masters

FIRST_DAY = date(2026, 4, 1)
AT_ONCE = Latency(mu=log(2 * SHORTEST_S), sigma=0.0)
DEPARTURE_S = 1e-6
"""An event leaves its system one tick after the commit, never in the middle of it."""
NONE: Mapping[str, str] = MappingProxyType({})

Outlet = Webhooks | PendingEvents


@dataclass(frozen=True)
class Seeding:
    """What decides the group: names of the systems (none: all), and vendor profiles by system."""

    seed: int = 1
    scale: float = 0.02
    systems: tuple[str, ...] = ()
    profiles: Mapping[str, str] = field(default_factory=lambda: NONE)
    latency: bool = True
    """Whether calls take as long as the vendors' do."""


class Outward:
    """A system's publisher: notes each event, then lets it go."""

    def __init__(self, published: Published, outlet: Outlet) -> None:
        self._published = published
        self.outlet = outlet

    def publish(self, event: CloudEvent) -> None:
        """To the list of what was published, and to whoever subscribed."""
        self._published.note(event)
        self.outlet.publish(event)


class Group:
    """Systems, cable and faults of one seed. Raises UnknownName for a profile that nobody knows."""

    def __init__(self, seeding: Seeding, clock: VirtualClock) -> None:
        self.seeding = seeding
        self.clock = clock
        self.calendar = Calendar(FIRST_DAY)
        streams = Streams(seeding.seed)
        enterprise = build_enterprise(streams, load_parameters(), seeding.scale, self.calendar)
        self.business_clock = SystemClock(clock, self.calendar.epoch)
        self.canaries = Canaries(encounter.id for encounter in enterprise.encounters)
        self.recorder = EffectRecorder(self._write, self._now_us)
        self.recorder.listeners.append(self.canaries)
        self.witnesses: dict[str, str] = {}
        """Fault -> the first document that it touched since it was switched on."""
        self.published = Published(self.business_clock.now)
        self.profiles = _profiles(seeding)
        self.outward = {name: self._outward(profile) for name, profile in self.profiles.items()}
        self.systems = {name: self._system(name) for name in self.profiles}
        load_masters(enterprise, self.systems)
        self.plan = FaultPlan((), clock, streams, self._write)
        self.network = Network(clock, streams, self._write, self.plan.decide)
        self.edges = {name: self._edge(name) for name in self.systems}
        self.cable = Cable(self.network, SoundArm(DirectArm(self.systems)), self.edges)

    def renew_edges(self, profiles: Mapping[str, Profile], keys: Mapping[str, KeyStore]) -> None:
        """New gateways: all limits unused, nothing under way, and these answers by key."""
        for name, profile in profiles.items():
            answers = keys[name].under(profile.keys)
            self.edges[name] = self._timed(Edge(profile, self.systems[name], answers))

    def _outward(self, profile: Profile) -> Outward:
        schedule = profile.webhooks.schedule
        if schedule == POLL_AND_FLAG:
            return Outward(self.published, PendingEvents([Everybody()]))
        defer = partial(self.clock.loop.call_later, DEPARTURE_S)
        return Outward(self.published, Webhooks(SCHEDULES[schedule], defer))

    def _system(self, name: str) -> System:
        outward = self.outward[name]
        found: type[System] = load(SYSTEMS[name], "system")
        if isinstance(outward.outlet, PendingEvents):
            kind = polled(found, outward.outlet)
        else:
            kind = restorable(found, outward.outlet)
        return kind(self.business_clock, self.recorder, outward)

    def _edge(self, name: str) -> Edge:
        return self._timed(Edge(self.profiles[name], self.systems[name]))

    def _timed(self, edge: Edge) -> Edge:
        if not self.seeding.latency:
            edge.latency = AT_ONCE
        return edge

    def _write(self, row: Row) -> int:
        """In place of a History, of which nobody would read the rest."""
        if row.op == "fault_witness":
            self.witnesses.setdefault(row.effect_key, row.business_key)
        return 0

    def _now_us(self) -> int:
        return round(self.clock.now_s() * 1e6)


class Everybody:
    """A subscriber of a system that is polled: every event waits to be fetched."""

    def wants(self, type_: str) -> bool:
        """Yes."""
        return True

    async def send(self, event: CloudEvent, attempt: int) -> Attempt:
        """Never asked for: who polls is sent nothing."""
        return Attempt(accepted=False)


def _profiles(seeding: Seeding) -> dict[str, Profile]:
    found = resolve_profiles(seeding.profiles)
    names: Iterable[str] = seeding.systems or SYSTEMS
    return {name: found[name].sized(seeding.scale / EXPECTS_SCALE) for name in names}
