"""How much business an integration carries within its objectives, and what grows on the way.

A load meets an objective if every one of its runs does; the share of runs that do is told with its
exact bounds, since a few seeds prove little. Beside the objectives stands the verdict of the run: a
run that fails any checker, or proves nothing, has carried no load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from sim.experiment.spec import RunSpec
from sim.statistics import TooFew, share_interval, t_interval
from sim.study.capacity.load import at_load
from sim.study.capacity.objectives import Objective, check_known
from sim.study.capacity.search import Limits, Searched, search
from sim.study.figures import FIGURES, Figure
from sim.study.replication import CRASHED, Task
from sim.study.store import Store

VERDICT = "verdict"
VERDICT_TITLE = "every checker passes"
BUSY = "busiest_hour"
HOUR_S = 3600.0
QUANTILES = ("p50_s", "p95_s", "p99_s")
WATCHED: Mapping[str, Figure] = {
    **{f"usage_{q}": Figure(f"usage to charge, {q[:3]}", "latency", q, "P09") for q in QUANTILES},
    **{
        name: FIGURES[name]
        for name in (
            *("variance_dollar_days", "variance_at_end", "late", "lost", "lost_silently"),
            *("duplicates_standing", "backlog_peak", "exceptions", "manual_hours", "calls"),
        )
    },
}
"""What is told of each load besides its objectives."""
NO_MEASURES = pd.DataFrame(columns=["run", "measure", "item", "column", "value"])
MakeAll = Callable[[Sequence[Task]], None]


@dataclass(frozen=True)
class Capacity:
    """`judged`: a line by load and objective. `growth`: by load and figure of WATCHED, with the
    mean over seeds and its interval."""

    spec: RunSpec
    seeds: tuple[int, ...]
    objectives: tuple[Objective, ...]
    limits: Limits
    searched: Searched
    judged: pd.DataFrame
    growth: pd.DataFrame

    @property
    def tasks(self) -> list[Task]:
        """Every replication that it was found by."""
        asked = Asked(self.spec, self.seeds, self.objectives)
        return [task for load in self.searched.tried for task in asked.tasks(load)]

    @property
    def titles(self) -> Mapping[str, str]:
        """Objective -> what it says, in the order of the table."""
        return {VERDICT: VERDICT_TITLE, **{one.name: one.title for one in self.objectives}}

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Objective or watched name -> its figure."""
        return {**WATCHED, **{one.name: one.figure for one in self.objectives}}


@dataclass(frozen=True)
class Asked:
    """One run, by whose seeds, against which objectives."""

    spec: RunSpec
    seeds: tuple[int, ...]
    objectives: tuple[Objective, ...]

    def tasks(self, load: float) -> list[Task]:
        """The replications of a load."""
        grown = at_load(self.spec, load)
        return [Task(replace(grown, seed=seed), {"load": load}) for seed in self.seeds]


def find_capacity(asked: Asked, store: Store, make_all: MakeAll, limits: Limits) -> Capacity:
    """Makes what the store lacks, load by load. Raises UnknownName for a figure that no run has."""
    judged: list[pd.DataFrame] = []
    growth: list[pd.DataFrame] = []

    def is_met(load: float) -> bool:
        tasks = asked.tasks(load)
        make_all(tasks)
        runs, measures = store.read("runs", tasks), read_made(store, "measures", tasks)
        if len(measures):
            check_known(asked.objectives, measures)
        judged.append(judge(load, runs, measures, asked.objectives))
        growth.append(grown(load, runs, measures, read_made(store, "waiting", tasks)))
        return bool(judged[-1]["is_met"].all())

    searched = search(is_met, limits)
    tables = (pd.concat(parts, ignore_index=True) for parts in (judged, growth))
    ordered = (one.sort_values("load", kind="stable", ignore_index=True) for one in tables)
    return Capacity(asked.spec, asked.seeds, asked.objectives, limits, searched, *ordered)


def read_made(store: Store, table: str, tasks: Sequence[Task]) -> pd.DataFrame:
    """A table of those that did not crash; an empty one if all did."""
    runs = store.read("runs", tasks)
    made = set(runs.loc[runs["outcome"] != CRASHED, "run"])
    kept = [task for task in tasks if task.key in made]
    return store.read(table, kept) if kept else NO_MEASURES


def judge(
    load: float, runs: pd.DataFrame, measures: pd.DataFrame, objectives: Sequence[Objective]
) -> pd.DataFrame:
    """A line for the verdict and for each objective: `hits` of `n` runs met it, the share's exact
    bounds, mean and worst value, how many runs had no value, and why it was missed, if it was."""
    lines = [_verdict(runs), *(_objective(one, runs, measures) for one in objectives)]
    for line in lines:
        share = share_interval(line["hits"], line["n"])
        line |= {"load": load, "low": share.low, "high": share.high}
        line["is_met"] = line["hits"] == line["n"]
    return pd.DataFrame(lines)


def _verdict(runs: pd.DataFrame) -> dict[str, Any]:
    passed = runs["outcome"] == "pass"
    failed = runs.loc[runs["outcome"] == "fail", "failed"].str.split(",").explode()
    reasons = [f"{name} failed in {n}" for name, n in failed.value_counts().sort_index().items()]
    for outcome in ("unknown", CRASHED):
        own = runs[runs["outcome"] == outcome]
        if len(own):
            last = (own["why"].iloc[0].splitlines() or ["no reason told"])[-1]
            reasons.append(f"{outcome} in {len(own)}: {last}")
    line = {"objective": VERDICT, "n": len(runs), "hits": int(passed.sum()), "without": 0}
    nothing = dict.fromkeys(("mean", "worst"), float("nan"))
    return {**line, **nothing, "why": "; ".join(reasons)}


def _objective(one: Objective, runs: pd.DataFrame, measures: pd.DataFrame) -> dict[str, Any]:
    values = one.figure.of(measures).astype(float).reindex(runs["run"])
    known = values.dropna()
    hits = sum(map(one.holds, known))
    without = len(values) - len(known)
    reasons = []
    if hits + without < len(values):
        reasons.append(f"missed in {len(values) - hits - without} of {len(values)} runs")
    if without:
        reasons.append(f"no value in {without} of {len(values)} runs")
    line = {"objective": one.name, "n": len(values), "hits": hits, "without": without}
    line |= {"mean": known.mean(), "worst": known.max(), "why": ", ".join(reasons)}
    return line


def grown(
    load: float, runs: pd.DataFrame, measures: pd.DataFrame, waiting: pd.DataFrame
) -> pd.DataFrame:
    """By watched figure the mean over runs with its interval, NaN where there are too few; and the
    arrivals of the busiest hour, as `BUSY`."""
    values = {name: figure.of(measures).dropna() for name, figure in WATCHED.items()}
    values["obligations"] = runs["obligations"].dropna() if "obligations" in runs else pd.Series()
    values[BUSY] = busiest_hour(waiting, "arrived")
    return pd.DataFrame([{"load": load, "figure": k, **_spread(v)} for k, v in values.items()])


def busiest_hour(waiting: pd.DataFrame, column: str) -> pd.Series:
    """By run the most documents that arrived, or were done, in an hour by the clock."""
    if waiting.empty:
        return pd.Series(dtype=float)
    hour = (waiting["t_s"] // HOUR_S).rename("hour")
    return waiting.groupby([waiting["run"], hour])[column].sum().groupby(level=0).max()


def _spread(values: pd.Series) -> dict[str, float]:
    known = values.to_numpy(dtype=float)
    line = {"n": float(len(known)), "mean": float("nan"), "low": float("nan")}
    line |= {"high": float("nan"), "least": float("nan"), "most": float("nan")}
    if not len(known):
        return line
    line |= {"mean": known.mean(), "least": known.min(), "most": known.max()}
    try:
        found = t_interval(known)
    except TooFew:
        return line
    # None of them can be negative, whatever the bounds of few values say.
    return {**line, "low": max(0.0, found.low), "high": found.high}
