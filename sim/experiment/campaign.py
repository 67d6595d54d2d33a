"""Many seeds of one integration: every scenario under every fault plan, by turns.

A campaign is long; each run stands by itself, in a process of its own if need be, and is told of
by one line and the command that repeats it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing import get_context

from sim.experiment.run import Judged
from sim.experiment.spec import RunSpec


@dataclass(frozen=True)
class Leg:
    """A pair of scenario and fault plan, with the scale at which it is run."""

    scenario: str
    faults: str
    scale: float


@dataclass(frozen=True)
class Tried:
    """One run of a campaign in a few words."""

    spec: RunSpec
    outcome: str
    checkers: tuple[str, ...]
    """Those that did not pass, with what they say."""
    rows: int
    obligations: int
    wall_s: float


Work = Callable[[RunSpec], Tried]
"""Importable by a spawned process."""


def turns(legs: Sequence[Leg], seeds: int) -> list[tuple[int, Leg]]:
    """Seeds from 1 on, each with its leg."""
    return list(enumerate(islice(cycle(legs), seeds), start=1))


def tried(judged: Judged) -> Tried:
    """What a campaign keeps of a run."""
    recorded, verdict = judged.recorded, judged.verdict
    wrong = (f for f in verdict.findings if f.outcome != "pass")
    return Tried(
        spec=recorded.spec,
        outcome=verdict.outcome,
        checkers=(*(f"{f.checker}: {f.summary}" for f in wrong), *verdict.gaps),
        rows=recorded.rows,
        obligations=sum(judged.history.count("owe", "flow").values()),
        wall_s=recorded.wall_s,
    )


def run_all(specs: Sequence[RunSpec], work: Work, jobs: int) -> Iterator[Tried]:
    """Yields the runs in their order. Processes are spawned, never forked."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), max_tasks_per_child=20) as pool:
        yield from pool.map(work, specs)
