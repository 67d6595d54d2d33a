"""Integrations in the same worlds: verdicts, figures with intervals, differences seed by seed.

The first integration is the one that others are compared with. All questions of a comparison (each
figure, each other integration) are one family, corrected after Holm. A figure of speed is withheld
from who was incorrect in any run: leaving work away is fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pandas as pd

from sim.statistics import (
    Interval,
    TooFew,
    holm,
    non_dominated,
    paired_difference,
    share_interval,
    t_interval,
)
from sim.study.causes import by_cause
from sim.study.figures import Figure, values_of

OUTCOMES = ("pass", "fail", "unknown", "crashed")
TRADED = ("latency_usage_p95", "duplicates", "manual_hours")
"""The costs that a Pareto view weighs against each other: time, correctness, work."""


class Series(NamedTuple):
    """A figure of one integration by seed; of `without` seeds there is no value."""

    values: Mapping[int, float]
    without: int
    withheld: str
    """Why nobody is told, "" if they are."""


@dataclass(frozen=True)
class Comparison:
    """`verdicts`, `means` and `differences` as tables, see the functions that make them."""

    integrations: tuple[str, ...]
    seeds: tuple[int, ...]
    figures: Mapping[str, Figure]
    verdicts: pd.DataFrame
    means: pd.DataFrame
    differences: pd.DataFrame
    undominated: tuple[str, ...]
    """Integrations that no other beats in all costs of TRADED; those without a value are left
    out."""
    causes: pd.DataFrame = field(default_factory=pd.DataFrame)
    """What the money apart is made of, see causes.py; empty where nobody kept it."""


def compare(
    runs: pd.DataFrame, measures: pd.DataFrame, figures: Mapping[str, Figure]
) -> Comparison:
    """Of the tables `runs` and `measures` of a dataset, integrations in the order of their
    lines."""
    found = compare_values(runs, values_of(measures, figures), figures)
    return replace(found, causes=by_cause(runs, measures))


def compare_values(
    runs: pd.DataFrame, values: pd.DataFrame, figures: Mapping[str, Figure]
) -> Comparison:
    """The same, of figures that were taken from the measures already: `run`, `figure`, `value`."""
    names = tuple(dict.fromkeys(runs["integration"]))
    found = {
        (figure, name): _series(
            runs[runs["integration"] == name], values[values["figure"] == figure], one.is_speed
        )
        for figure, one in figures.items()
        for name in names
    }
    means = pd.DataFrame([_mean(*key, series) for key, series in found.items()])
    return Comparison(
        names,
        tuple(sorted(set(runs["seed"]))),
        figures,
        _verdicts(runs, names),
        means,
        _differences(found, names, figures),
        _undominated(means, names),
    )


def _series(runs: pd.DataFrame, values: pd.DataFrame, is_speed: bool) -> Series:
    made = runs[runs["outcome"] != "crashed"]
    seed_of = dict(zip(made["run"], made["seed"], strict=True))
    own = values[values["run"].isin(seed_of)].dropna(subset="value")
    wrong = int((made["outcome"] == "fail").sum()) if is_speed else 0
    withheld = f"incorrect in {wrong} of {len(made)} runs" if wrong else ""
    pairs = zip(own["run"], own["value"], strict=True)
    by_seed = {int(seed_of[run]): float(value) for run, value in pairs}
    return Series(by_seed, len(made) - len(by_seed), withheld)


def _verdicts(runs: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """By integration how many runs had each outcome, the share that failed with its exact bounds,
    and which checkers failed in how many."""
    lines = []
    for name in names:
        own = runs[runs["integration"] == name]
        counts = {outcome: int((own["outcome"] == outcome).sum()) for outcome in OUTCOMES}
        decided = counts["pass"] + counts["fail"]
        share = share_interval(counts["fail"], decided) if decided else None
        failed = own["failed"].str.split(",").explode()
        by_checker = failed[failed != ""].value_counts().sort_index()
        lines.append(
            {
                "integration": name,
                "runs": len(own),
                **counts,
                "fail_share": share.estimate if share else float("nan"),
                "fail_low": share.low if share else float("nan"),
                "fail_high": share.high if share else float("nan"),
                "failed_checkers": ", ".join(f"{k} {n}" for k, n in by_checker.items()),
            }
        )
    return pd.DataFrame(lines)


def _mean(figure: str, name: str, series: Series) -> dict[str, Any]:
    """A line of `means`: the mean over seeds with its interval, and in how many runs it was above
    0."""
    values = list(series.values.values())
    line = {"figure": figure, "integration": name, "n": len(values), "without": series.without}
    hits = sum(value > 0 for value in values)
    above = share_interval(hits, len(values)).high if values else float("nan")
    line |= {"runs_above_0": hits, "share_above_0_high": above, "note": series.withheld}
    if series.withheld:
        return {**line, **_told(None)}
    try:
        return {**line, **_told(t_interval(values))}
    except TooFew as few:
        return {
            **line,
            **_told(None),
            "mean": values[0] if values else float("nan"),
            "note": str(few),
        }


def _told(found: Interval | None) -> dict[str, float]:
    if found is None:
        return dict.fromkeys(("mean", "low", "high"), float("nan"))
    return {"mean": found.estimate, "low": found.low, "high": found.high}


def _differences(
    found: Mapping[tuple[str, str], Series], names: Sequence[str], figures: Mapping[str, Figure]
) -> pd.DataFrame:
    """By figure, each other integration minus the first: t and BCa bounds, the p value and what
    Holm's correction makes of it; a note where there is none."""
    lines = list(_contrasts(found, names, figures))
    p_values = {n: line["p_value"] for n, line in enumerate(lines) if line["note"] == ""}
    corrected = holm(p_values)
    for n, line in enumerate(lines):
        line["p_holm"] = corrected.get(n, float("nan"))
    return pd.DataFrame(lines, columns=list(DIFFERENCE))


DIFFERENCE = (
    *("figure", "integration", "n", "difference", "low", "high", "bca_low", "bca_high"),
    *("p_value", "p_holm", "note"),
)


def _contrasts(
    found: Mapping[tuple[str, str], Series], names: Sequence[str], figures: Mapping[str, Figure]
) -> Iterator[dict[str, Any]]:
    for figure in figures:
        for name in names[1:]:
            first, other = found[figure, names[0]], found[figure, name]
            line: dict[str, Any] = {"figure": figure, "integration": name, "note": ""}
            if withheld := (first.withheld or other.withheld):
                yield {**line, "note": withheld}
                continue
            try:
                told = paired_difference(other.values, first.values)
            except TooFew as few:
                yield {**line, "note": str(few)}
                continue
            line |= {"n": told.n, "difference": told.t.estimate, "p_value": told.p_value}
            line |= {"low": told.t.low, "high": told.t.high}
            if told.bca:
                line |= {"bca_low": told.bca.low, "bca_high": told.bca.high}
            yield line


def _undominated(means: pd.DataFrame, names: Sequence[str]) -> tuple[str, ...]:
    table = means.pivot_table(index="integration", columns="figure", values="mean", sort=False)
    if not set(TRADED) <= set(table.columns):
        return ()
    costs = table[list(TRADED)].dropna()
    known = {name: tuple(costs.loc[name]) for name in names if name in costs.index}
    return tuple(non_dominated(known))
