"""Another way on from a snapshot: another integration, other settings, another fault plan.

    change = Change(spec, PointToPoint)          # what the run is from the snapshot's instant on
    forked = fork(Beginning(snapshot, first), change, Path("history.parquet"))

Until the instant everything is the run of the snapshot, row for row. Then the integration dies as
in a crash, and its successor starts on empty storage, while what was never acknowledged comes
again. A successor of the same kind, which only has other settings, keeps the storage. A fork in
which nothing changes is the run itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from integration_under_test.boundary import Integration, Ports, Resolution, WorkItem
from mock_systems.service.webhooks import PendingEvents, Webhooks
from sim.cable import Deliveries
from sim.experiment.run import Course, Progress, Recorded, under_way
from sim.experiment.snapshot import Snapshot, SnapshotError, check_specification, reach
from sim.experiment.spec import RunSpec
from sim.experiment.testbed import Testbed
from sim.history.schema import Row
from sim.host import AlarmBoard, Crashes, WorkQueue
from sim.host.client import INTEGRATION
from sim.host.poller import Poller

FORK = "fork"
"""The world row that marks the instant; `source` and `target` are the integrations, if another one
goes on."""

Build = Callable[[], Integration]


class Beginning(NamedTuple):
    """A snapshot with the run that it was taken of."""

    snapshot: Snapshot
    spec: RunSpec
    build: Build


@dataclass(frozen=True)
class Change:
    """What the run is from the snapshot's instant on."""

    spec: RunSpec
    build: Build

    def of_integration(self, first: RunSpec) -> bool:
        """Whether another one goes on."""
        return self.spec.integration != first.integration

    def of_settings(self, first: RunSpec) -> bool:
        """Whether the same one goes on with others."""
        return self.spec.settings != first.settings

    def of_faults(self, first: RunSpec) -> bool:
        """Whether other ones act."""
        return self.spec.faults != first.faults


@dataclass(frozen=True)
class Forked:
    """A recorded fork, and what it cost to come to its beginning."""

    recorded: Recorded
    prefix_s: float


def fork(
    beginning: Beginning, change: Change, path: Path | None, progress: Progress | None = None
) -> Forked:
    """Records one fork to `path`. Raises SnapshotError if its beginning is not the snapshot's."""
    with begun(beginning, (change,), path) as course:
        prefix_s = reach(course, beginning.snapshot, progress)
        go_on(course, beginning.spec, change)
        course.finish(progress)
        return Forked(replace(course.recorded(), spec=change.spec), prefix_s)


def begun(beginning: Beginning, changes: Sequence[Change], path: Path | None) -> Any:
    """The run of the snapshot, to be driven; with its lives told apart if any fork needs that,
    which changes no row."""
    check_specification(beginning.snapshot, beginning.spec)
    for change in changes:
        _refuse_what_acts_from_the_first_day(change, beginning.spec)
    spec = beginning.spec
    if any(is_another(change, spec) for change in changes) and spec.crashes is None:
        spec = replace(spec, crashes=Crashes())
    return under_way(spec, beginning.build(), path)


def is_another(change: Change, first: RunSpec) -> bool:
    """Whether anything differs from the run of the snapshot."""
    return change.of_integration(first) or change.of_settings(first) or change.of_faults(first)


def go_on(course: Course, first: RunSpec, change: Change) -> None:
    """Changes what is to be changed, at the instant at which the run stands."""
    testbed = course.testbed
    if not is_another(change, first):
        return
    _mark(testbed, first, change)
    if change.of_faults(first):
        testbed.plan.exchange(change.spec.faults, len(first.scenario.faults))
    if change.of_integration(first):
        _replace_integration(testbed, change)
    elif change.of_settings(first):
        ports = replace(testbed.host.ports, settings=dict(change.spec.settings))
        testbed.clock.run(testbed.host.hand_over(change.build(), ports))


def _refuse_what_acts_from_the_first_day(change: Change, first: RunSpec) -> None:
    """A stimulus and a vendor's limits are built into the world, whose days are gone by."""
    for fault in change.spec.faults:
        if fault.is_built_in and fault not in first.faults:
            raise SnapshotError(
                f"fault {fault.id} ({fault.title}) acts from the first day, and cannot begin at a "
                f"fork; take a snapshot of a run that has it in its fault plan"
            )


def _mark(testbed: Testbed, first: RunSpec, change: Change) -> None:
    another = change.of_integration(first)
    testbed.writer.write(
        Row(
            t_us=testbed.writer.now_us(),
            op="world",
            f=FORK,
            process="world/runner",
            source=first.integration if another else "",
            target=change.spec.integration if another else "",
            detail=f"faults {first.fault_plan} -> {change.spec.fault_plan}, settings "
            f"{dict(first.settings)} -> {dict(change.spec.settings)}",
        )
    )


def _replace_integration(testbed: Testbed, change: Change) -> None:
    """The successor finds empty storage and an empty queue; nobody tells it of decisions on items
    that it never opened."""
    opened: set[str] = set()

    def to_clerks(item: WorkItem) -> None:
        opened.add(item.id)
        testbed.world.open_item(item)

    def resolve(resolution: Resolution) -> None:
        if resolution.item_id in opened:
            testbed.host.resolve(resolution)

    now_us, write = testbed.writer.now_us, testbed.writer.write
    ports = replace(
        testbed.host.ports,
        work_items=WorkQueue(now_us, write, to_clerks),
        alerts=AlarmBoard(now_us, write),
        settings=dict(change.spec.settings),
    )
    testbed.storage.empty()
    testbed.world.resolve = resolve
    successor = change.build()
    testbed.clock.run(testbed.host.hand_over(successor, ports))
    _resubscribe(testbed, ports)
    for webhooks in testbed.webhooks.values():
        if isinstance(webhooks, Webhooks):
            webhooks.restore()
    testbed.office.restore()


def _resubscribe(testbed: Testbed, ports: Ports) -> None:
    """Each system's first line carries what the successor wants to hear of; others fall silent."""
    wanted: dict[str, tuple[str, ...]] = {}
    for one in testbed.host.subscriptions:
        wanted[one.system] = (*wanted.get(one.system, ()), *one.types)
    for system, publisher in testbed.webhooks.items():
        types = wanted.get(system, ())
        lines = [line for line in publisher.subscribers if isinstance(line, Deliveries)]
        for line in lines:
            line.resubscribe(types if line is lines[0] else ())
        if types and not lines:
            hop = (system, INTEGRATION)
            line = Deliveries(testbed.office.network, testbed.host, hop, types)
            publisher.subscribers.append(line)
            if isinstance(publisher, PendingEvents):
                publisher.on_pending = Poller(ports.systems[system], [line], testbed.clock).wake
