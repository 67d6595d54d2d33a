"""Many seeds of one integration, each with the next of a suite's legs.

A campaign is long; each run stands by itself, in a process of its own if need be, and is told of
by one line and the command that repeats it. What was tried can be kept in a file, line by line, so
that a campaign that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

from sim.experiment.run import Judged
from sim.results import ResultsError


@dataclass(frozen=True)
class Leg:
    """A pair of scenario and fault plan, with the scale at which it is run."""

    scenario: str
    faults: str
    scale: float


@dataclass(frozen=True)
class Tried:
    """One run of a campaign in a few words; `replay` is the command that repeats it."""

    replay: str
    outcome: str
    checkers: tuple[str, ...]
    """Those that failed, or could not tell, with what they say."""
    gaps: tuple[str, ...]
    """What evidence is missing."""
    rows: int
    obligations: int
    wall_s: float


def turns(legs: Sequence[Leg], seeds: int) -> list[tuple[int, Leg]]:
    """Seeds from 1 on, each with its leg."""
    return list(enumerate(islice(cycle(legs), seeds), start=1))


def tried(judged: Judged) -> Tried:
    """What a campaign keeps of a run."""
    recorded, verdict = judged.recorded, judged.verdict
    wrong = (f for f in verdict.findings if f.outcome != "pass")
    return Tried(
        replay=recorded.spec.replay_command(),
        outcome=verdict.outcome,
        checkers=tuple(f"{f.checker}: {f.summary}" for f in wrong),
        gaps=verdict.gaps,
        rows=recorded.rows,
        obligations=sum(judged.history.count("owe", "flow").values()),
        wall_s=recorded.wall_s,
    )


def kept(path: Path) -> Mapping[str, Tried]:
    """What a file of an earlier campaign holds, by command. Raises ResultsError for another."""
    found: dict[str, Tried] = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            one = json.loads(line)
            lists = {"checkers": tuple(one["checkers"]), "gaps": tuple(one["gaps"])}
            found[one["replay"]] = Tried(**{**one, **lists})
        except (ValueError, TypeError, KeyError) as error:
            raise ResultsError(
                f"{path}, line {number}: not a run of a campaign: {error}"
            ) from error
    return found


def keep(one: Tried, path: Path) -> None:
    """Adds a run to the file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(one)) + "\n")


def upper_bound(runs: int, confidence: float = 0.95) -> float:
    """The greatest share of bad runs that is still plausible when none of `runs` was bad.

    Exact (Clopper-Pearson) for a count of zero: 1 - (1 - confidence) ** (1 / runs).
    """
    return 1.0 - (1.0 - confidence) ** (1.0 / runs) if runs else 1.0
