"""Puts one testbed together: clock, systems, world, cable, and the integration between them.

Everything is built here and handed down, so that no other module needs to know how the parts
find each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from integration_under_test.boundary import Integration, Ports
from mock_systems import SYSTEMS
from mock_systems.service import System
from mock_systems.service.webhooks import Webhooks
from sim.cable import AsgiArm, Cable, Deliveries, DirectArm, Network
from sim.clock import VirtualClock
from sim.experiment.recorder import EffectRecorder
from sim.experiment.spec import RunSpec
from sim.faults.plan import FaultPlan
from sim.history.schema import Row
from sim.history.writer import HistoryWriter
from sim.host import CabledClient, Host, MemoryStorage, WorkQueue
from sim.host.client import INTEGRATION
from sim.naming import nearest
from sim.obligations.book import ObligationBook
from sim.plugins import UnknownName, load
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.desk import Desk
from sim.world.enterprise import build_enterprise
from sim.world.masters import load_masters
from sim.world.world import Site, World

DEPARTURE_S = 1e-6
"""An event leaves its system one tick after the commit, never in the middle of it."""


@dataclass(frozen=True)
class Testbed:
    """All parts of one run, assembled and not yet started."""

    clock: VirtualClock
    writer: HistoryWriter
    systems: Mapping[str, System]
    webhooks: Mapping[str, Webhooks]
    world: World
    plan: FaultPlan
    host: Host
    storage: MemoryStorage


@dataclass(frozen=True)
class BusinessClock:
    """The simulated instant as a datetime, for systems and for the integration."""

    clock: VirtualClock
    epoch: datetime

    def now(self) -> datetime:
        """The current instant in UTC."""
        return self.epoch + timedelta(seconds=self.clock.now_s())


class _Group(NamedTuple):
    """The hospital group of a run, before anybody is connected to it."""

    streams: Streams
    calendar: Calendar
    recorder: EffectRecorder
    webhooks: dict[str, Webhooks]
    systems: dict[str, System]
    world: World


def assemble(
    spec: RunSpec, integration: Integration, clock: VirtualClock, writer: HistoryWriter
) -> Testbed:
    """Builds the group, loads its masters, and connects the integration to it."""
    group = _group(spec, clock, writer)
    plan = FaultPlan(spec.all_faults, clock, group.streams, writer.write)
    network = Network(clock, group.streams, writer.write, plan.decide)
    storage = MemoryStorage()
    host = Host(
        integration,
        _ports(spec, group, network, storage),
        writer.write,
        writer.now_us,
    )
    group.world.resolve = host.resolve
    _subscribe(host, group, network)
    return Testbed(clock, writer, group.systems, group.webhooks, group.world, plan, host, storage)


def _group(spec: RunSpec, clock: VirtualClock, writer: HistoryWriter) -> _Group:
    streams = Streams(spec.seed)
    calendar = Calendar(spec.scenario.first_day)
    parameters = load_parameters({**spec.scenario.parameters, **spec.parameters})
    enterprise = build_enterprise(streams, parameters, spec.scale, calendar)
    recorder = EffectRecorder(writer.write, writer.now_us)
    defer = partial(clock.loop.call_later, DEPARTURE_S)
    webhooks = {name: Webhooks(defer=defer) for name in SYSTEMS}
    now = BusinessClock(clock, calendar.epoch)
    systems: dict[str, System] = {
        name: load(target, "system")(now, recorder, webhooks[name])
        for name, target in SYSTEMS.items()
    }
    load_masters(enterprise, systems)
    note = partial(_note, writer)
    closes = spec.scenario.closes
    site = Site(clock, streams, enterprise, calendar, parameters, Desk(systems), note, closes)
    world = World(site)
    recorder.listeners += [ObligationBook(enterprise, writer), world]
    return _Group(streams, calendar, recorder, webhooks, systems, world)


def _ports(spec: RunSpec, group: _Group, network: Network, storage: MemoryStorage) -> Ports:
    loop = network.clock.loop
    systems = group.systems
    arm = DirectArm(systems) if spec.arm == "direct" else AsgiArm(systems, loop)
    cable = Cable(network, arm)
    now_us = partial(_now_us, network.clock)
    return Ports(
        systems={
            name: CabledClient(cable, name, system.operations) for name, system in systems.items()
        },
        partners={},
        storage=storage,
        clock=BusinessClock(network.clock, group.calendar.epoch),
        work_items=WorkQueue(now_us, network.write, group.world.open_item),
        settings=dict(spec.settings),
    )


def _subscribe(host: Host, group: _Group, network: Network) -> None:
    for subscription in host.subscriptions:
        webhooks = group.webhooks.get(subscription.system)
        if webhooks is None:
            raise UnknownName(
                f"subscription to unknown system {subscription.system!r}; "
                f"{nearest(subscription.system, SYSTEMS)}"
            )
        webhooks.subscribers.append(
            Deliveries(network, host, subscription.system, INTEGRATION, subscription.types)
        )


def _note(writer: HistoryWriter, f: str, actor: str, key: str, detail: str = "") -> None:
    """Writes a world row."""
    row = Row(t_us=writer.now_us(), op="world", f=f, process=f"world/{actor}", business_key=key)
    writer.write(row._replace(detail=detail))


def _now_us(clock: VirtualClock) -> int:
    return round(clock.now_s() * 1e6)
