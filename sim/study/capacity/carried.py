"""What a search for the capacity found, in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import isinf, isnan
from typing import Any

import pandas as pd

from sim.study.capacity.highest_load import BUSY, Capacity
from sim.study.capacity.recovery import Recovery
from sim.study.wording import figure_title, quantity


def load_words(load: float) -> str:
    """`4.76x`: a multiple of the usual business."""
    return f"{load:.3g}x"


def sentences(found: Capacity) -> list[str]:
    """The answer first, then what limits it: where it was missed, or that it never was."""
    searched = found.searched
    told = [_answer(found)]
    if searched.missed is not None:
        told.append(f"Missed at {load_words(searched.missed)}: {why_missed(found)}.")
    if searched.capacity is not None and searched.missed is None:
        told.append(_unlimited(found))
    if searched.met_above:
        above = ", ".join(map(load_words, searched.met_above))
        told.append(
            f"Not monotone: met again at {above}, above a load that missed. What is told is the "
            "highest load below every miss; more seeds show which of the two was chance."
        )
    return told


def why_missed(found: Capacity) -> str:
    """The objectives that the lowest missed load missed, with what was seen."""
    lines = found.judged
    missed = lines[(lines["load"] == found.searched.missed) & ~lines["is_met"]]
    return "; ".join(_miss(found, row) for row in missed.to_dict("records"))


def share_words(row: Mapping[Hashable, Any]) -> str:
    """`2 of 3 (9% to 99%)`: the exact bounds of the share of runs."""
    return f"{hits_words(row)} ({row['low']:.0%} to {row['high']:.0%})"


def hits_words(row: Mapping[Hashable, Any]) -> str:
    """`3 of 3`."""
    return f"{row['hits']} of {row['n']}"


def spread_words(row: Mapping[Hashable, Any], unit: str) -> str:
    """The interval of a mean; nothing where all runs say the same."""
    low, high = (quantity(row[name], unit) for name in ("low", "high"))
    return "" if low == high else f"{low} to {high}"


def drain_rows(recovery: Recovery) -> list[dict[str, Any]]:
    """A line by load: means over seeds, and how many of them never drained."""
    rows = []
    for load, own in recovery.pairs.groupby("load", sort=True):
        known = own["drain_h"].dropna()
        formula = own["formula_drain_h"].mean()
        row: dict[str, Any] = {"load": load_words(float(str(load)))}
        row |= {"flows": most_common(own["flows"])}
        row |= {name: own[name].mean() for name in ("peak", "formula_peak")}
        row |= {"arrivals": own["arrivals_per_h"].mean(), "carried": own["capacity_per_h"].mean()}
        row |= {"drain": drain_words(known, len(own)), "formula": hours_words(formula)}
        row |= {"fluid": hours_words(own["fluid_drain_h"].mean())}
        rows.append(row)
    return rows


def drain_words(known: pd.Series, n: int) -> str:
    """Mean of the seeds with the least and the most; who never drained is told."""
    if known.empty:
        return "not by the end of the run"
    reach = f" ({hours_words(known.min())} to {hours_words(known.max())})"
    never = f"; not by the end in {n - len(known)} of {n}" if len(known) < n else ""
    return hours_words(known.mean()) + (reach if len(known) > 1 else "") + never


def hours_words(hours: float) -> str:
    """In minutes, hours or days; `never` for what no capacity works off."""
    return "never" if isinf(hours) else quantity(hours * 3600.0, "s")


def most_common(names: pd.Series) -> str:
    """The flows that an outage hit in most seeds."""
    return str(names.mode().iloc[0]) or "none"


def growth_title(found: Capacity, name: str) -> tuple[str, str]:
    """A watched figure in words, and its unit."""
    if name == BUSY:
        return "arrivals in the busiest hour", "count"
    if name == "obligations":
        return "effects owed", "count"
    figure = found.figures[name]
    return figure_title(figure), figure.unit


def _answer(found: Capacity) -> str:
    name, scenario = found.spec.integration, found.spec.scenario.name
    load, seeds = found.searched.capacity, len(found.seeds)
    if load is None:
        return f"{name} does not meet its objectives on {scenario} as it is, at load 1."
    rows = found.judged[found.judged["load"] == load]
    least = f"at least {rows['low'].min():.0%} of such runs with 95 % confidence"
    runs = f"in each of {seeds} runs" if seeds > 1 else "in its one run"
    return (
        f"{name} meets every objective up to {load_words(load)} the usual business of {scenario}, "
        f"{runs} ({least})."
    )


def _unlimited(found: Capacity) -> str:
    parameters = found.spec.all_parameters
    told = "That is the highest load tried (--max-load): its limit, if it has one, lies above."
    if parameters.get("server_workers", 0) > 0 or found.spec.all_profiles:
        return told
    return f"{told} No system has a limit of its own here: --servers 2x3 or --profile gives it one."


def _miss(found: Capacity, row: Mapping[Hashable, Any]) -> str:
    title = found.titles[str(row["objective"])]
    figure = found.figures.get(str(row["objective"]))
    worst = row["worst"]
    seen = f", worst {quantity(worst, figure.unit)}" if figure and not isnan(worst) else ""
    return f"{title}: {row['why']}{seen}"
