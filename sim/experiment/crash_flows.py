"""Tries every crash point of one document per flow, and then crashes again in the recovery (F22).

Which runs that makes; `crash_attempts` makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from sim.experiment.crash_attempts import Attempt, Flow, Tried
from sim.experiment.crash_document import document_of
from sim.experiment.crash_points import Build, calm_of, judged_run
from sim.experiment.spec import RunSpec
from sim.host.crashes import Crashes
from sim.host.trace import Trace


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


class Slice(NamedTuple):
    """A run in which to try a flow, by documents that meet some kinds of effects; none: all."""

    flow: str
    spec: RunSpec
    kinds: tuple[str, ...] = ()


def read_flow(slice_: Slice, build: Build) -> Flow | None:
    """Runs without a crash; None if nothing of the flow was done in a delivery's name."""
    trace = Trace()
    judged = judged_run(replace(slice_.spec, crashes=Crashes()), build, trace)
    document = document_of(slice_.flow, judged.history, trace, slice_.kinds)
    return None if document is None else Flow(calm_of(judged), build, document)


def first_crashes(flow: Flow, plan: CrashPlan) -> list[Attempt]:
    """One attempt for every n-th point of the document, its last one included."""
    points = flow.document.points
    return [Attempt(flow, (point,)) for point in _thinned(points, plan.every)]


def second_crashes(tried: Sequence[Tried], plan: CrashPlan) -> list[Attempt]:
    """One attempt for every n-th point of the recoveries from a flow's first crashes, each once."""
    crashes = [first for first in tried if first.crash == first.attempt.points[-1]]
    return [
        Attempt(first.attempt.flow, (*first.attempt.points, point))
        for first in _picked(crashes, plan.again)
        for point in _thinned(first.recovery, plan.every)
    ]


def _picked(tried: Sequence[Tried], again: Again) -> Sequence[Tried]:
    if again is Again.ENDS and tried:
        places = dict.fromkeys((0, len(tried) // 2, len(tried) - 1))
        return [tried[place] for place in places]
    return tried if again is Again.ALL else ()


def _thinned(points: tuple[int, ...], every: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys((*points[::every], *points[-1:])))
