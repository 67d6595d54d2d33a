"""Tries every crash point of one document per flow, and then crashes again in the recovery (F22).

Trials are independent runs, so they may be shared out over processes; their results come back in
the order of the points, whoever finished first.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing import get_context
from typing import NamedTuple

from sim.experiment.crash_document import FlowDocument, document_of
from sim.experiment.crash_points import Build, Calm, CrashTrial, calm_of, compared, judged_run
from sim.experiment.spec import RunSpec
from sim.host.crashes import Crashes
from sim.host.trace import Trace

Attempts = Callable[[Iterable["Attempt"]], Iterable["Tried"]]
"""Makes attempts and yields what came of them, in their order."""


class Again(StrEnum):
    """After which first crashes a second one is tried."""

    NONE = "none"
    ENDS = "ends"
    """After those at the first, the middle and the last point of the document."""
    ALL = "all"


class CrashPlan(NamedTuple):
    """Which points are tried: every n-th of a document, and of the recoveries that `again` names;
    in how many processes."""

    every: int = 1
    again: Again = Again.NONE
    jobs: int = 1


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
    """What became of it, and which points the recovery from its last crash had."""

    attempt: Attempt
    trial: CrashTrial
    recovery: tuple[int, ...]


def read_flow(flow: str, spec: RunSpec, build: Build) -> Flow | None:
    """Runs without a crash; None if nothing of the flow was done in a delivery's name."""
    trace = Trace()
    judged = judged_run(replace(spec, crashes=Crashes()), build, trace)
    document = document_of(flow, judged.history, trace)
    return None if document is None else Flow(calm_of(judged), build, document)


def first_crashes(flow: Flow, plan: CrashPlan) -> list[Attempt]:
    """One attempt for every n-th point of the document, its last one included."""
    points = flow.document.points
    return [Attempt(flow, (point,)) for point in _thinned(points, plan.every)]


def second_crashes(tried: Sequence[Tried], plan: CrashPlan) -> list[Attempt]:
    """One attempt for every n-th point of the recoveries from a flow's first crashes."""
    return [
        Attempt(first.attempt.flow, (*first.attempt.points, point))
        for first in _picked(tried, plan.again)
        for point in _thinned(first.recovery, plan.every)
    ]


def attempt(wanted: Attempt) -> Tried:
    """Makes one attempt."""
    flow = wanted.flow
    trace = Trace()
    judged = judged_run(replace(flow.calm.spec, crashes=Crashes(wanted.points)), flow.build, trace)
    trial = compared(judged, flow.calm.effects)
    recovery = flow.document.recovery(wanted.points[-1], judged.history, trace)
    return Tried(wanted, trial, recovery)


@contextmanager
def attempts(jobs: int) -> Iterator[Attempts]:
    """A way to make attempts, in this process or in several new ones."""
    if jobs > 1:
        with ProcessPoolExecutor(jobs, get_context("spawn"), gc.freeze) as pool:
            yield lambda wanted: pool.map(attempt, wanted)
        return
    gc.freeze()  # each run collects; what was loaded before need not be looked at every time
    try:
        yield lambda wanted: map(attempt, wanted)
    finally:
        gc.unfreeze()


def _picked(tried: Sequence[Tried], again: Again) -> Sequence[Tried]:
    if again is Again.ENDS and tried:
        places = dict.fromkeys((0, len(tried) // 2, len(tried) - 1))
        return [tried[place] for place in places]
    return tried if again is Again.ALL else ()


def _thinned(points: tuple[int, ...], every: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys((*points[::every], *points[-1:])))
