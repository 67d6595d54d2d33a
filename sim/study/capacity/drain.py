"""What an outage piles up, and how long it takes to work it off.

Each run with the outage is held against the same world without it (same seed, same load), so that
what always waits somewhere is no backlog. A backlog is drained when no more than a twentieth of its
peak is left, for good: a document that a clerk must settle the next morning is another matter.

Beside it stands the formula for a fluid: what arrives at a rate a while nothing is done is a
backlog a T after an outage of T, and what can be done at a rate c works it off within
a T / (c - a). It takes for granted that the day goes on as it was during the outage; so the same
fluid is also followed through the hours in which documents really arrived. As c counts what was
done in the busiest hour of the highest load that met its objectives: it has been shown to be
possible, so a drain that takes longer is not want of capacity but waiting: for a circuit breaker,
for the next attempt, for a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan

import numpy as np
import pandas as pd

from sim.experiment.settings import SettingsError
from sim.faults.fault import FOREVER_H, Fault
from sim.study.tables import STEP_S

HOUR_S = 3600.0
LEFT = 0.05
"""Share of the peak that a drained backlog may still have."""
LEAST = 1.0
"""Or one document."""


@dataclass(frozen=True)
class Outage:
    """A fault plan by its word, and its hours from the start of the scenario."""

    plan: str
    from_h: float
    until_h: float

    @property
    def hours(self) -> float:
        """How long it lasts."""
        return self.until_h - self.from_h


def outage_of(plan: str, faults: Sequence[Fault]) -> Outage:
    """Raises SettingsError for a plan without an end, after which nothing could drain."""
    if not faults:
        raise SettingsError(f"--drain {plan!r}: expected a fault, such as F46@9-11")
    outage = Outage(plan, min(f.from_h for f in faults), max(f.until_h for f in faults))
    if outage.until_h >= FOREVER_H:
        raise SettingsError(f"--drain {plan!r}: expected hours such as {plan}@9-11: it never ends")
    return outage


def closed_form(
    arrivals_per_h: float, capacity_per_h: float, outage_h: float
) -> tuple[float, float]:
    """Documents that wait at the end of an outage, and hours until they are done; never (inf) where
    no more can be done than arrives."""
    backlog = arrivals_per_h * outage_h
    spare = capacity_per_h - arrivals_per_h
    return backlog, backlog / spare if spare > 0 else inf if backlog else 0.0


def fluid_drain_h(
    calm: pd.DataFrame, flows: Sequence[str], outage: Outage, capacity_per_h: float
) -> float:
    """Hours after the outage until a fluid that arrives as those flows did has drained to `LEFT` of
    its backlog; never (inf) where nothing can be done."""
    own = calm[calm["flow"].isin(flows)].groupby("t_s")["arrived"].sum()
    inside = (own.index >= outage.from_h * HOUR_S) & (own.index < outage.until_h * HOUR_S)
    waiting = backlog = float(own[inside].sum())
    t_s = end_s = outage.until_h * HOUR_S
    if backlog and capacity_per_h <= 0:
        return inf
    while waiting > max(LEAST, LEFT * backlog):
        waiting += float(own.get(t_s, 0.0)) - capacity_per_h * STEP_S / HOUR_S
        t_s += STEP_S
    return (t_s - end_s) / HOUR_S


def excess(disturbed: pd.DataFrame, calm: pd.DataFrame) -> pd.DataFrame:
    """By `t_s` and flow how many documents more wait than in the calm run; both as the table
    `waiting` of one run. What waits at an instant is told at its end: `t_s` closes the window."""
    both = [_standing(one) for one in (disturbed, calm)]
    last_s = max(one.index.max() if len(one) else 0.0 for one in both)
    grid = np.arange(0.0, last_s + STEP_S, STEP_S)
    flows = sorted({*both[0].columns, *both[1].columns})
    filled = [one.reindex(index=grid, columns=flows).ffill().fillna(0.0) for one in both]
    more = filled[0] - filled[1]
    more.index = more.index + STEP_S
    return more.rename_axis("t_s")


def _standing(waiting: pd.DataFrame) -> pd.DataFrame:
    """By window and flow what waits at its end; gaps of the grid are not filled."""
    change = waiting["arrived"] - waiting["done"]
    by = [waiting["t_s"], waiting["flow"]]
    return change.groupby(by).sum().unstack(fill_value=0).sort_index().cumsum()


def drained(more: pd.DataFrame, outage: Outage) -> dict[str, float]:
    """Of an excess: `peak` documents since the outage began, at `peak_h`; `drain_h` after its end,
    NaN if some of it still waited when nothing was recorded any more."""
    total = more.sum(axis=1)
    since = total[total.index > outage.from_h * HOUR_S]
    peak = max(float(since.max()), 0.0) if len(since) else 0.0
    end_s = outage.until_h * HOUR_S
    late = since[(since > max(LEAST, LEFT * peak)) & (since.index > end_s)]
    drained_s = float(late.index.max()) if len(late) else end_s
    is_over = not len(late) or drained_s < float(total.index.max())
    return {
        "peak": peak,
        "peak_h": float(since.index[int(since.argmax())]) / HOUR_S if peak else nan,
        "drain_h": (drained_s - end_s) / HOUR_S if is_over else nan,
    }


def hit_flows(more: pd.DataFrame, outage: Outage) -> list[str]:
    """Flows of which the outage held up more than one document."""
    during = more[(more.index > outage.from_h * HOUR_S) & (more.index <= outage.until_h * HOUR_S)]
    return [str(flow) for flow, most in during.max().items() if most > LEAST]


def arrivals_per_h(calm: pd.DataFrame, flows: Sequence[str], outage: Outage) -> float:
    """Documents an hour of those flows in the hours of the outage; `calm` as the table `waiting` of
    one run."""
    inside = calm["t_s"].between(outage.from_h * HOUR_S, outage.until_h * HOUR_S, inclusive="left")
    return float(calm.loc[inside & calm["flow"].isin(flows), "arrived"].sum()) / outage.hours
