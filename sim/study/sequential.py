"""As many seeds as a precision asks for, and no more.

`latency_usage_p95=10%` asks for the mean of a figure within a tenth of itself, `duplicates=0.5`
within half a duplicate: where the mean may be zero, only an absolute width means anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from sim.experiment.settings import SettingsError
from sim.statistics import Precision, replications_needed
from sim.study.figures import Figure
from sim.study.wording import quantity

_FORM = re.compile(r"(?P<figure>.+)=(?P<amount>\d+(\.\d+)?)(?P<percent>%?)")
STEP = 5
"""Seeds that are added at a time."""


class Goal(NamedTuple):
    """A figure, and how well it is to be known."""

    figure: str
    precision: Precision


def read_goal(text: str, budget: int) -> Goal:
    """`FIGURE=10%` or `FIGURE=0.5`. Raises SettingsError for another form."""
    found = _FORM.fullmatch(text)
    if found is None or not (value := float(found["amount"])):
        expected = "expected FIGURE=10% or FIGURE=0.5, above 0"
        raise SettingsError(f"--precision {text!r}: {expected}")
    figure = found["figure"]
    if found["percent"]:
        return Goal(figure, Precision(relative=value / 100.0, budget=budget))
    return Goal(figure, Precision(relative=0.0, absolute=value, budget=budget))


def seeds_needed(
    runs: pd.DataFrame, measures: pd.DataFrame, figure: Figure, precision: Precision
) -> Mapping[str, int | None]:
    """Integration -> from how many seeds on its mean is known that well; None: not yet."""
    made = runs[runs["outcome"] != "crashed"].sort_values("seed", kind="stable")
    found = {}
    for name, own in made.groupby("integration", sort=False):
        values = figure.of(measures[measures["run"].isin(own["run"])]).reindex(own["run"]).dropna()
        found[str(name)] = replications_needed(values.to_numpy(dtype=float), precision)
    return found


def reached(goal: Goal, figure: Figure, needed: Mapping[str, int | None]) -> tuple[str, ...]:
    """What was asked for, by which rule, and from how many seeds on each integration has it."""
    precision = goal.precision
    share = f"{precision.relative * 100:.3g} % of itself"
    asked = share if precision.relative else quantity(precision.absolute, figure.unit)
    rule = (
        f"Seeds were added until the mean of {figure.title} was known within {asked} at "
        f"{precision.confidence:.0%} for each integration, and stayed so for "
        f"{precision.look_ahead} more (Hoad, Robinson and Davies 2010), at most "
        f"{precision.budget} seeds."
    )
    told = (
        f"{name}: from {n} seeds on" if n else f"{name}: not reached within {precision.budget}"
        for name, n in needed.items()
    )
    return (rule, *told)


def fixed(seeds: int) -> tuple[str, ...]:
    """The same where the number of seeds was chosen beforehand."""
    return (f"{seeds} seeds, a number chosen before anything had run.",)


def first_seeds(precision: Precision) -> int:
    """Below these nothing can be said."""
    return precision.first + precision.looks_ahead(precision.first)
