"""Makes a failing trial small: fewest faults and parties, shortest horizon, fewest documents,
smallest group.

Greedy, in that order, again and again until nothing smaller fails: a step is kept if one of the
checkers that failed at first still does. Runs are deterministic, so each trial is asked for once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from sim.experiment.trial import Told, Trial
from sim.faults.fault import INTENSITIES
from sim.world.parties import NEEDS

Attempt = Callable[[Trial], Told]

SMALLEST_SCALE = 0.001
SHARES = (0.5, 0.2, 0.05, 0.01)


@dataclass(frozen=True)
class Shrunk:
    """The smallest failing trial that was found, after how many attempts."""

    told: Told
    attempts: int


def shrink(found: Told, days: int, attempt: Attempt, budget: int) -> Shrunk:
    """`days` are those of the scenario. Ends when nothing smaller fails, or the budget is spent."""
    best, attempts, seen = found, 0, {found.trial}
    going = True
    while going:
        going = False
        for smaller in _smaller(best.trial, days):
            if smaller in seen:
                continue
            if attempts == budget:
                return Shrunk(best, attempts)
            seen.add(smaller)
            attempts += 1
            told = attempt(smaller)
            if told.checkers & found.checkers:
                best, going = told, True
                break
    return Shrunk(best, attempts)


def _smaller(trial: Trial, days: int) -> Iterator[Trial]:
    """One step smaller each; the steps that save most come first."""
    yield from _without_faults(trial)
    yield from _without_parties(trial)
    yield from _shorter(trial, days)
    for share in reversed(SHARES):
        if share < trial.demand_share:
            yield replace(trial, demand_share=share)
    for scale in (SMALLEST_SCALE, trial.scale / 2):
        if SMALLEST_SCALE <= scale < trial.scale:
            yield replace(trial, scale=scale)
    yield from _weaker(trial)


def _without_faults(trial: Trial) -> Iterator[Trial]:
    """None of them, then all but one."""
    if len(trial.faults) > 1:
        yield replace(trial, faults=())
    for place in range(len(trial.faults)):
        yield replace(trial, faults=trial.faults[:place] + trial.faults[place + 1 :])


def _without_parties(trial: Trial) -> Iterator[Trial]:
    """All but one, unless another one of them cannot do without it."""
    for place in range(len(trial.parties)):
        left = trial.parties[:place] + trial.parties[place + 1 :]
        if all(NEEDS.get(party) != trial.parties[place] for party in left):
            yield replace(trial, parties=left)


def _shorter(trial: Trial, days: int) -> Iterator[Trial]:
    now = trial.days or days
    for fewer in sorted({1, now // 4, now // 2, now - 1}):
        if 1 <= fewer < now:
            yield replace(trial, days=fewer)


def _weaker(trial: Trial) -> Iterator[Trial]:
    """One fault at the next lower intensity."""
    for place, word in enumerate(trial.faults):
        name, *details = word.split("@")
        for lower, higher in pairwise(INTENSITIES):
            if higher in details:
                weaker = "@".join((name, *(lower if d == higher else d for d in details)))
                faults = (*trial.faults[:place], weaker, *trial.faults[place + 1 :])
                yield replace(trial, faults=faults)
