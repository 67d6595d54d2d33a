"""Makes runs with crashes and compares each with the calm one, in processes of their own.

Runs that have all but their last crash in common are made as branches of one. Many neighbours are
the same crash: nothing that outlives it was done between them. They share one branch, and branches
with equal Histories one judgement.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, groupby
from multiprocessing import get_context
from pkgutil import resolve_name
from typing import NamedTuple

from sim.checkers import CHECKERS
from sim.conditions import conditions
from sim.experiment.crash_document import FlowDocument
from sim.experiment.crash_forks import Fork, Parted, in_branches
from sim.experiment.crash_points import Build, Calm, CrashTrial, compared
from sim.experiment.run import Recorded, judge, record
from sim.history.reading import History
from sim.history.writer import HistoryWriter
from sim.host.crashes import Crashes
from sim.host.trace import Trace

BATCH = 40
"""Branches of one trunk: enough to hide its cost, few enough to show how far the work is."""

Attempts = Callable[[Iterable["Attempt"]], Iterable["Tried"]]
"""Makes attempts and yields what came of them, in their order."""


@dataclass(frozen=True)
class Flow:
    """A flow as it went without a crash, and the document to try it by."""

    calm: Calm
    build: Build
    document: FlowDocument


@dataclass(frozen=True)
class Attempt:
    """One run to make: everything that it needs in another process."""

    flow: Flow
    points: tuple[int, ...]


@dataclass(frozen=True)
class Tried:
    """What became of it, and which points the recovery from its last crash had.

    `crash` is the first point of those where the last crash would be the same."""

    attempt: Attempt
    trial: CrashTrial
    recovery: tuple[int, ...]
    crash: int


class Fate(NamedTuple):
    """What a History says of a run with crashes: the same for every run with this History."""

    outcome: str
    differences: tuple[str, ...]
    recovered_us: int


class Branch(NamedTuple):
    """What a branch tells the trunk."""

    history_hash: str
    fate: Fate
    recovery: tuple[int, ...]


def attempt(wanted: Attempt) -> Tried:
    """Makes one attempt, in a run of its own."""
    trace = Trace()
    recorded, writer = _recorded(wanted.flow, wanted.points, trace)
    fate = _fate(wanted.flow, recorded, writer)
    point = wanted.points[-1]
    recovery = wanted.flow.document.recovery(point, fate.recovered_us, trace)
    return _tried(wanted, Parted(point, Branch(recorded.history_hash, fate, recovery)))


@contextmanager
def attempts(jobs: int) -> Iterator[Attempts]:
    """A way to make attempts in so many new processes."""
    with ProcessPoolExecutor(jobs, get_context("spawn"), _prepare) as pool:
        yield lambda wanted: chain.from_iterable(pool.map(_attempt_all, _batches(wanted)))


def _prepare() -> None:
    """Loads what every branch would else load anew, and keeps the collector from looking at it."""
    for target in CHECKERS.values():
        resolve_name(target)
    conditions()
    gc.freeze()


def _batches(wanted: Iterable[Attempt]) -> Iterator[list[Attempt]]:
    """Attempts, in their order, that have a flow and all crashes but the last in common."""
    for _, group in groupby(wanted, lambda one: (id(one.flow), one.points[:-1])):
        alike = list(group)
        yield from (alike[start : start + BATCH] for start in range(0, len(alike), BATCH))


def _attempt_all(wanted: Sequence[Attempt]) -> list[Tried]:
    """Makes the attempts of one batch."""
    flow, before = wanted[0].flow, wanted[0].points[:-1]

    def run(fork: Fork[Branch]) -> Branch:
        recorded, writer = _recorded(flow, before, fork.trace)
        known = {one.told.history_hash: one.told.fate for one in fork.parted.values()}
        fate = known.get(recorded.history_hash) or _fate(flow, recorded, writer)
        recovery = flow.document.recovery(fork.at, fate.recovered_us, fork.trace)
        return Branch(recorded.history_hash, fate, recovery)

    parted = in_branches([one.points[-1] for one in wanted], run)
    return [_tried(*made) for made in zip(wanted, parted, strict=True)]


def _recorded(flow: Flow, points: tuple[int, ...], trace: Trace) -> tuple[Recorded, HistoryWriter]:
    spec = replace(flow.calm.spec, crashes=Crashes(points))
    return record(spec, flow.build(), None, None, trace)


def _fate(flow: Flow, recorded: Recorded, writer: HistoryWriter) -> Fate:
    judged = judge(recorded, History.from_writer(writer))
    trial = compared(judged, flow.calm.effects)
    return Fate(trial.outcome, trial.differences, flow.document.recovered_us(judged.history))


def _tried(wanted: Attempt, parted: Parted[Branch]) -> Tried:
    """A later point of the same crash numbers what follows it by so much higher."""
    _, fate, recovery = parted.told
    spec = replace(wanted.flow.calm.spec, crashes=Crashes(wanted.points))
    trial = CrashTrial(spec, fate.outcome, fate.differences)
    later = wanted.points[-1] - parted.at
    return Tried(wanted, trial, tuple(point + later for point in recovery), parted.at)
