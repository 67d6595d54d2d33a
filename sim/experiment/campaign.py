"""Many seeds of one integration, each with the next of a suite's legs.

A campaign is long; each run stands by itself, in a process of its own if need be, and is told of
by one line and the command that repeats it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice

from sim.experiment.run import Judged
from sim.experiment.spec import RunSpec

GROUPS = 5
"""Hospital groups that a leg is tried with at the most."""
NEXT_GROUP = 100_000
"""Between the seeds of a leg's groups: more than any campaign has turns."""


@dataclass(frozen=True)
class Leg:
    """A pair of scenario and fault plan, with the scale at which it is run, and parties that take
    part besides the scenario's own."""

    scenario: str
    faults: str
    scale: float
    parties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tried:
    """One run of a campaign in a few words; `replay` is the command that repeats it."""

    replay: str
    outcome: str
    said: tuple[str, ...]
    """Of the checkers that failed or could not tell, what they say; what evidence is missing."""
    rows: int
    obligations: int
    wall_s: float
    history: str
    """The first twelve digits of its hash."""
    commit: str
    """Of the code that was run, "" outside a checkout."""


def groups(spec: RunSpec) -> list[RunSpec]:
    """The run of a leg, and those with other hospital groups that follow while none before proves
    anything: in a small group a mild fault may meet no document."""
    return [replace(spec, seed=spec.seed + n * NEXT_GROUP) for n in range(GROUPS)]


def told_of(spec: RunSpec, done: Mapping[str, Tried]) -> Tried | None:
    """The run that tells of a leg, of those done by command: the first of its groups that proved
    something, else the last that was tried; None before there is one."""
    runs = [one for group in groups(spec) if (one := done.get(group.replay_command()))]
    proofs = (one for one in runs if one.outcome != "unknown")
    return next(proofs, runs[-1] if runs else None)


def turns(legs: Sequence[Leg], seeds: int) -> list[tuple[int, Leg]]:
    """Seeds from 1 on, each with its leg."""
    return list(enumerate(islice(cycle(legs), seeds), start=1))


def tried(judged: Judged, commit: str) -> Tried:
    """What a campaign keeps of a run."""
    recorded, verdict = judged.recorded, judged.verdict
    wrong = (f"{f.checker}: {f.summary}" for f in verdict.findings if f.outcome != "pass")
    return Tried(
        replay=recorded.spec.replay_command(),
        outcome=verdict.outcome,
        said=(*wrong, *verdict.gaps),
        rows=recorded.rows,
        obligations=sum(judged.history.count("owe", "flow").values()),
        wall_s=round(recorded.wall_s, 1),
        history=recorded.history_hash[:12],
        commit=commit,
    )
