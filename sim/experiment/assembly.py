"""Puts one testbed together: clock, systems, world, cable, and the integration between them.

Everything is built here and handed down, so that no other module needs to know how the parts
find each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from integration_under_test.boundary import Integration, Partner, Ports
from mock_systems import SYSTEMS
from mock_systems.profiles import Profile
from mock_systems.profiles.exhausted import restorable
from mock_systems.profiles.polling import polled
from mock_systems.service import System
from mock_systems.service.webhooks import POLL_AND_FLAG, SCHEDULES, PendingEvents, Webhooks
from sim.cable import AsgiArm, Cable, Deliveries, DirectArm, Network, edges, resolve_profiles
from sim.cable.arms import Arm
from sim.clock import VirtualClock
from sim.clock.system_clock import SystemClock
from sim.experiment.canary_watch import CanaryWatch, WatchedArm, WatchedPartner
from sim.experiment.parties import PostOffice, seat
from sim.experiment.recorder import EffectRecorder
from sim.experiment.scenario import EXPECTS_SCALE
from sim.experiment.servers import limited
from sim.experiment.spec import RunSpec
from sim.experiment.testbed import Publishers, Testbed
from sim.faults.plan import FaultPlan
from sim.faults.read_cache import ReadCache
from sim.history.schema import Row
from sim.history.writer import HistoryWriter
from sim.host import AlarmBoard, CabledClient, Host, MemoryStorage, WorkQueue
from sim.host.client import INTEGRATION
from sim.host.crashes import Crashes
from sim.host.incarnation import fence, keep
from sim.host.poller import Poller
from sim.host.trace import Trace, TracedPartner
from sim.naming import nearest
from sim.obligations.book import ObligationBook
from sim.plugins import UnknownName, load
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import Parameters, load_parameters
from sim.world.canaries import Canaries
from sim.world.desk import Desk
from sim.world.enterprise import build_enterprise
from sim.world.masters import load_masters
from sim.world.world import Site, World

DEPARTURE_S = 1e-6
"""An event leaves its system one tick after the commit, never in the middle of it."""


class _Group(NamedTuple):
    """The hospital group of a run, before anybody is connected to it."""

    streams: Streams
    calendar: Calendar
    recorder: EffectRecorder
    profiles: Mapping[str, Profile]
    webhooks: Publishers
    systems: dict[str, System]
    system_clocks: Mapping[str, SystemClock]
    world: World
    watch: CanaryWatch


def assemble(
    spec: RunSpec,
    integration: Integration,
    clock: VirtualClock,
    writer: HistoryWriter,
    trace: Trace | None = None,
) -> Testbed:
    """Builds the group, loads its masters, and connects the integration to it."""
    group = _group(spec, clock, writer)
    plan = FaultPlan(spec.all_faults, clock, group.streams, writer.write)
    watch, write = group.watch, group.watch.reading(writer.write)
    network = Network(clock, group.streams, write, plan.decide)
    storage = MemoryStorage()
    office = PostOffice(network)
    seated = seat(spec.all_parties, group.world, group.recorder, office)
    group.recorder.listeners += seated.parties
    partners: Mapping[str, Partner] = {
        name: WatchedPartner(name, one, watch) for name, one in seated.partners.items()
    }
    if trace is not None:
        partners = {name: TracedPartner(one, trace) for name, one in partners.items()}
        group.recorder.listeners.append(trace)
    reads = ReadCache(_arm(spec, group, clock), clock.now_s)
    cable = Cable(network, WatchedArm(reads, watch), edges(group.profiles, group.systems))
    ports = replace(_ports(spec, group, cable, network, storage), partners=partners)
    crashes = _crashes(spec)
    host = Host(integration, ports, write, writer.now_us, crashes)
    if crashes is not None:
        clock.loop.fence, clock.loop.keep = fence, keep
    host.points.trace = trace
    office.receiver = host
    group.world.resolve = host.resolve
    _subscribe(host, group, network)
    _poll(group, ports, clock)
    return Testbed(
        clock=clock,
        writer=writer,
        systems=group.systems,
        system_clocks=group.system_clocks,
        webhooks=group.webhooks,
        world=group.world,
        parties=seated.parties,
        office=office,
        plan=plan,
        host=host,
        cable=cable,
        storage=storage,
        reads=reads,
        watch=watch,
    )


def _group(spec: RunSpec, clock: VirtualClock, writer: HistoryWriter) -> _Group:
    streams = Streams(spec.seed)
    calendar = Calendar(spec.scenario.first_day)
    parameters = load_parameters(spec.all_parameters)
    enterprise = build_enterprise(streams, parameters, spec.scale, calendar)
    recorder = EffectRecorder(writer.write, writer.now_us)
    profiles = _profiles(spec, parameters)
    webhooks = _publishers(profiles, clock)
    clocks = {name: SystemClock(clock, calendar.epoch) for name in (*SYSTEMS, INTEGRATION)}
    systems: dict[str, System] = {
        name: _system_class(target, webhooks[name])(clocks[name], recorder, webhooks[name])
        for name, target in SYSTEMS.items()
    }
    load_masters(enterprise, systems)
    systems["procurement"].load("settings", [{"order-origin": spec.origins.orders}])
    note = partial(_note, writer)
    closes = spec.scenario.closes
    site = Site(clock, streams, enterprise, calendar, parameters, Desk(systems), note, closes)
    site = replace(site, origins=spec.origins)
    world = World(site)
    book = ObligationBook(enterprise, writer, period_of=partial(_period_of, site))
    canaries = Canaries(encounter.id for encounter in enterprise.encounters)
    recorder.listeners += [canaries, book, world]
    watch = CanaryWatch(canaries, writer.write, writer.now_us)
    return _Group(streams, calendar, recorder, profiles, webhooks, systems, clocks, world, watch)


def _crashes(spec: RunSpec) -> Crashes | None:
    """The plan of crashes: an empty one if only a fault needs the lives to be told apart."""
    if spec.crashes is None and any(fault.in_process for fault in spec.all_faults):
        return Crashes()
    return spec.crashes


def _profiles(spec: RunSpec, parameters: Parameters) -> dict[str, Profile]:
    """Each system's profile, as the faults of the run leave it."""
    profiles = limited(resolve_profiles(spec.all_profiles), parameters)
    for fault in spec.all_faults:
        profiles = {name: fault.profiled(name, one) for name, one in profiles.items()}
    return {name: one.sized(spec.scale / EXPECTS_SCALE) for name, one in profiles.items()}


def _period_of(site: Site, ship_to: str) -> str:
    """The accounting period at a hospital right now."""
    code = site.enterprise.facility_code("procurement", ship_to)
    zone = site.enterprise.facility(code).time_zone
    return site.calendar.period(site.clock.now_s(), zone)


def _publishers(profiles: Mapping[str, Profile], clock: VirtualClock) -> Publishers:
    """Each system's way out for events, after its profile."""
    defer = partial(clock.loop.call_later, DEPARTURE_S)
    publishers: Publishers = {}
    for name, profile in profiles.items():
        schedule = profile.webhooks.schedule
        polls = schedule == POLL_AND_FLAG
        publishers[name] = PendingEvents() if polls else Webhooks(SCHEDULES[schedule], defer)
    return publishers


def _system_class(target: str, publisher: Webhooks | PendingEvents) -> type[System]:
    """A system's class, with what its vendor offers to those who wait for its events."""
    found: type[System] = load(target, "system")
    if isinstance(publisher, PendingEvents):
        return polled(found, publisher)
    return restorable(found, publisher)


def _arm(spec: RunSpec, group: _Group, clock: VirtualClock) -> Arm:
    systems = group.systems
    return AsgiArm(systems, clock.loop) if spec.arm == "asgi" else DirectArm(systems)


def _ports(
    spec: RunSpec, group: _Group, cable: Cable, network: Network, storage: MemoryStorage
) -> Ports:
    now_us = partial(_now_us, network.clock)
    return Ports(
        systems={
            name: CabledClient(cable, name, system.operations)
            for name, system in group.systems.items()
        },
        partners={},
        storage=storage,
        clock=group.system_clocks[INTEGRATION],
        work_items=WorkQueue(now_us, network.write, group.world.open_item),
        settings=dict(spec.settings),
        alerts=AlarmBoard(now_us, network.write),
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
            Deliveries(network, host, (subscription.system, INTEGRATION), subscription.types)
        )


def _poll(group: _Group, ports: Ports, clock: VirtualClock) -> None:
    """Has a poller stand by at each system that pushes nothing."""
    for name, publisher in group.webhooks.items():
        if isinstance(publisher, PendingEvents):
            lines = [line for line in publisher.subscribers if isinstance(line, Deliveries)]
            publisher.on_pending = Poller(ports.systems[name], lines, clock).wake


def _note(writer: HistoryWriter, f: str, actor: str, key: str, detail: str = "") -> None:
    """Writes a world row."""
    row = Row(t_us=writer.now_us(), op="world", f=f, process=f"world/{actor}", business_key=key)
    writer.write(row._replace(detail=detail))


def _now_us(clock: VirtualClock) -> int:
    return round(clock.now_s() * 1e6)
