"""One run: from an assembled testbed to a recorded History, and on to its verdict.

    start the integration -> the scenario's days -> heal -> drain -> read the books

What was recorded until then is on disk whatever happens in between.
"""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from integration_under_test.boundary import Integration
from mock_systems.service import System
from sim.checkers.check import check
from sim.checkers.liveness import EXHAUSTED
from sim.checkers.verdict import Verdict
from sim.clock import ClockError, VirtualClock
from sim.clock.wall import elapsed_s, wall_ns
from sim.conditions import open_books
from sim.experiment.assembly import assemble
from sim.experiment.consistency import note_conditions
from sim.experiment.exposure import note_exposure
from sim.experiment.spec import RunSpec
from sim.experiment.testbed import Testbed
from sim.history.reading import History
from sim.history.schema import Row
from sim.history.writer import HistoryWriter
from sim.host.trace import Trace

DAY_S = 86_400.0
HOUR_S = 3600.0
COLLECTED_FROM_ROWS = 500_000

Progress = Callable[[float, float], None]
"""Called with simulated seconds done and in all."""


@dataclass(frozen=True)
class Recorded:
    """What a run left behind, before anybody judged it."""

    spec: RunSpec
    history_hash: str
    rows: int
    simulated_s: float
    wall_s: float
    peak_memory_mb: float
    quiescent: bool
    storage_operations: int
    crash_points: int = 0
    """How many points the integration passed at which it may crash; 0 if nobody counted."""
    broken: str = ""
    """Why the run stopped before its end, if it did."""


@dataclass(frozen=True)
class Judged:
    """A recorded run with its History and verdict."""

    recorded: Recorded
    history: History
    verdict: Verdict


def record(
    spec: RunSpec,
    integration: Integration,
    path: Path | None,
    progress: Progress | None = None,
    trace: Trace | None = None,
) -> tuple[Recorded, HistoryWriter]:
    """Drives one run and records it to `path` (None: in memory). A `trace` is told whose work the
    points of a run with crashes are."""
    with under_way(spec, integration, path, trace) as course:
        course.finish(progress)
        return course.recorded(), course.testbed.writer


@contextmanager
def under_way(
    spec: RunSpec, integration: Integration, path: Path | None, trace: Trace | None = None
) -> Iterator[Course]:
    """A run that is assembled and not yet begun, for whoever drives it; its History is closed in
    the end."""
    began_s = elapsed_s()
    with VirtualClock() as clock, _quiet_collector():
        writer = HistoryWriter(path, lambda: round(clock.now_s() * 1e6), wall_ns)
        with writer:
            yield Course(spec, assemble(spec, integration, clock, writer, trace), began_s)


class Course:
    """A run under way: driven to its end, or first to a moment of it. `testbed` may be exchanged
    in between."""

    def __init__(self, spec: RunSpec, testbed: Testbed, began_s: float) -> None:
        self.testbed = testbed
        self._spec = spec
        self._began_s = began_s
        self._begun = False
        self._quiescent = False
        self._broken = ""

    def reach(self, moment_s: float, progress: Progress | None = None) -> None:
        """Drives the run until a moment within the scenario's days. Raises ClockError."""
        self._begin()
        self.testbed.clock.run_until(moment_s, self._report(progress))

    def finish(self, progress: Progress | None = None) -> None:
        """Drives the run to its last row; a stalled clock ends it early."""
        try:
            self._begin()
            self._quiescent = _finish(self._spec, self.testbed, self._report(progress))
        except ClockError as error:
            self.testbed.host.note("hung", str(error))
            self._broken = str(error)
        finally:
            close_books(self.testbed)

    def recorded(self) -> Recorded:
        """What was recorded so far."""
        wall_s = elapsed_s() - self._began_s
        return summary(self._spec, self.testbed, wall_s, self._quiescent, self._broken)

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            _begin(self._spec, self.testbed)

    def _report(self, progress: Progress | None) -> Callable[[float], None] | None:
        limit_s = _limit_s(self._spec)
        return None if progress is None else lambda now_s: progress(now_s, limit_s)


def judge(recorded: Recorded, history: History) -> Judged:
    """Runs every checker over a recorded History.

    The testbed hangs together in cycles; a large one is collected before the History is read.
    """
    if recorded.rows > COLLECTED_FROM_ROWS:
        gc.collect()
    return Judged(recorded, history, check(history, recorded.spec.expected_obligations()))


def run(
    spec: RunSpec, integration: Integration, path: Path | None, progress: Progress | None = None
) -> Judged:
    """Records and judges one run."""
    recorded, writer = record(spec, integration, path, progress)
    return judge(recorded, History.from_writer(writer))


def _limit_s(spec: RunSpec) -> float:
    return spec.scenario.days * DAY_S + spec.scenario.drain_h * HOUR_S


def summary(
    spec: RunSpec, testbed: Testbed, wall_s: float, quiescent: bool, broken: str
) -> Recorded:
    """What a testbed has recorded so far."""
    return Recorded(
        spec=spec,
        history_hash=testbed.writer.hash,
        rows=testbed.writer.rows_written,
        simulated_s=testbed.clock.now_s(),
        wall_s=wall_s,
        peak_memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        quiescent=quiescent,
        storage_operations=testbed.storage.reads + testbed.storage.writes,
        crash_points=testbed.host.points.reached_so_far,
        broken=broken,
    )


def _begin(spec: RunSpec, testbed: Testbed) -> None:
    open_run(testbed)
    testbed.clock.run(testbed.host.start())
    begin_world(spec, testbed)


def open_run(testbed: Testbed) -> None:
    """Reads the books and schedules the faults, before anybody begins."""
    _read_books(testbed, "book_opening")
    testbed.plan.schedule(testbed.reach)


def begin_world(spec: RunSpec, testbed: Testbed) -> None:
    """The hospital's day begins."""
    testbed.world.stop_demand_at_s = spec.scenario.days * DAY_S
    testbed.world.start()
    for party in testbed.parties:
        party.start()
    if spec.scenario.process is not None:
        testbed.clock.env.process(spec.scenario.process(testbed.world))


def _finish(spec: RunSpec, testbed: Testbed, report: Callable[[float], None] | None) -> bool:
    clock = testbed.clock
    clock.run_until(spec.scenario.days * DAY_S, report)
    heal(testbed)
    quiescent = clock.run_until_quiescent(_limit_s(spec), report)
    note_loose_ends(testbed)
    clock.run(testbed.host.stop())
    if quiescent:
        compare_books(testbed)
    return quiescent


def heal(testbed: Testbed) -> None:
    """Every fault ends; from now on the run drains."""
    testbed.plan.heal()
    testbed.writer.write(Row(testbed.writer.now_us(), "world", "heal", process="world/runner"))


def compare_books(testbed: Testbed) -> None:
    """Writes down what the books must have in common, of a run that came to rest."""
    now_us = testbed.writer.now_us()
    books = open_books(testbed.systems, testbed.world.site.enterprise, testbed.parties)
    note_conditions(books, testbed.writer.write, now_us)
    note_exposure(books, testbed.writer.write, now_us)


def close_books(testbed: Testbed) -> None:
    """The last rows of any run."""
    _read_books(testbed, "book_closing")
    testbed.watch.sum_up(testbed.storage, testbed.writer.meta)


def note_loose_ends(testbed: Testbed) -> None:
    """Records what an integration never took or finished, and tasks of it that died unheard.

    A failed task is noticed when it is freed, so what hangs in cycles is collected first; else
    the History would depend on when the collector happens to run.
    """
    gc.collect()
    for unhandled in testbed.clock.loop.unhandled:
        error = unhandled.exception
        words = f"{type(error).__name__}: {error}" if error else unhandled.message
        testbed.host.note("raised", f"in a background task: {words}")
    for name, webhooks in testbed.webhooks.items():
        for _, event in webhooks.exhausted:
            testbed.writer.write(
                Row(
                    t_us=testbed.writer.now_us(),
                    op="world",
                    f=EXHAUSTED,
                    process=f"world/{name}",
                    business_key=event.subject,
                    event_source=event.source,
                    event_id=event.id,
                    detail=event.type,
                )
            )

    for document in testbed.office.undelivered:
        testbed.writer.write(
            Row(
                t_us=testbed.writer.now_us(),
                op="world",
                f=EXHAUSTED,
                process=f"world/{document.sender}",
                business_key=document.id,
                event_source=f"/{document.sender}",
                event_id=document.id,
                detail=document.content_type,
            )
        )


def _read_books(testbed: Testbed, op: str) -> None:
    for row in _book_rows(testbed.systems.values(), op, testbed.writer.now_us()):
        testbed.writer.write(row)


def _book_rows(systems: Iterable[System], op: str, now_us: int) -> Iterator[Row]:
    for system in systems:
        for entry in system.books():
            yield Row(
                t_us=now_us,
                op=op,
                f=entry.kind,
                source=system.name,
                effect_key=entry.key,
                amount_minor=entry.amount_minor,
                quantity=entry.quantity,
                uom=entry.uom,
                facility=entry.facility,
                period=entry.period,
                account=entry.account,
            )


@contextmanager
def _quiet_collector() -> Iterator[None]:
    """Collects rarely: a run allocates millions of objects that live to its end, and the default
    thresholds walk all of them again and again."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
