"""The language of service level objectives: what a figure of a run must not exceed.

    read_objective("latency_usage_p95<=15min")
    read_objective("lost_silently<=0")
    read_objective("queue_depth/peak_waiting/P09<500")

The name is one of a comparison's figures, or the address of any kept measure. A bare number is in
the figure's own unit. Where a run has no value (too few documents for a quantile, or too many that
had not ended), it has not met the objective: what nobody can show was not kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.checkers import CHECKERS
from sim.experiment.settings import SettingsError
from sim.naming import nearest
from sim.obligations.declared import declared_flows
from sim.study.figures import NAMED, Figure, find_figure
from sim.study.tables import KEPT
from sim.study.wording import figure_title, quantity

_FORM = re.compile(
    r"(?P<figure>[^<>=]+?)\s*(?P<sign><=|<)\s*(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>[a-z%$]*)"
)
EXPECTED = "expected FIGURE<=NUMBER or FIGURE<NUMBER, such as latency_usage_p95<=15min"
UNITS: Mapping[str, Mapping[str, float]] = {
    "s": {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0},
    "h": {"min": 1.0 / 60.0, "h": 1.0, "d": 24.0},
    "d": {"h": 1.0 / 24.0, "d": 1.0},
    "share": {"%": 0.01},
    "cents": {"$": 100.0},
    "US dollars": {"$": 1.0},
}
"""Unit of a figure -> units that an objective may use in its place, with what they are worth."""
USAGE = "P09"
NOTHING = ("lost", "lost_silently", "duplicates_standing")
"""Figures that must be zero unless somebody asks for other objectives."""


@dataclass(frozen=True)
class Objective:
    """`limit` in the unit of the figure; `below` asks for less than it."""

    name: str
    figure: Figure
    limit: float
    below: bool = False

    @property
    def title(self) -> str:
        """In words, with the unit."""
        sign = "<" if self.below else "≤"
        return f"{figure_title(self.figure)} {sign} {quantity(self.limit, self.figure.unit)}"

    def holds(self, value: float) -> bool:
        """Whether a run with this value has met it; NaN has not."""
        return value < self.limit if self.below else value <= self.limit


def read_objectives(texts: Sequence[str]) -> tuple[Objective, ...]:
    """Those that are asked for, or the default ones. Raises as `read_objective` does, and for a
    figure that is asked for twice."""
    found = tuple(map(read_objective, texts)) or default_objectives()
    names = [one.name for one in found]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"--slo {name}: expected one objective for it, got several")
    return found


def default_objectives() -> tuple[Objective, ...]:
    """95 % of the usages charged within the deadline that their flow declares, nothing lost, no
    duplicate that stands."""
    duties = next(flow.duties for flow in declared_flows() if flow.id == USAGE)
    soonest_s = min(duty.within_s for duty in duties)
    usage = Objective("latency_usage_p95", NAMED["latency_usage_p95"], float(soonest_s))
    return (usage, *(Objective(name, NAMED[name], 0.0) for name in NOTHING))


def read_objective(text: str) -> Objective:
    """Raises SettingsError for another form, a unit that the figure does not have, or a figure or
    measure that nobody knows, with the nearest."""
    told = _FORM.fullmatch(text.strip())
    if told is None:
        raise SettingsError(f"--slo {text!r}: {EXPECTED}")
    figure = _figure(text, told["figure"])
    worth = _worth(text, figure, told["unit"])
    limit = float(told["amount"]) * worth
    return Objective(told["figure"], figure, limit, below=told["sign"] == "<")


def check_known(objectives: Sequence[Objective], measures: pd.DataFrame) -> None:
    """Whether runs have every figure. Raises UnknownName for a column or an item that no measure
    has, with the nearest address: only a run can tell."""
    for one in objectives:
        find_figure(one.name, measures)


def _figure(text: str, name: str) -> Figure:
    if name in NAMED:
        return NAMED[name]
    measure, column, item = (*name.split("/", 2), "", "")[:3]
    if not column:
        raise SettingsError(f"--slo {text!r}: unknown figure {name!r}; {nearest(name, NAMED)}")
    if measure not in (known := (*KEPT, *CHECKERS)):
        hint = nearest(measure, known)
        raise SettingsError(f"--slo {text!r}: unknown measure {measure!r}; {hint}")
    return Figure(name, measure, column, item, better="")


def _worth(text: str, figure: Figure, unit: str) -> float:
    known = UNITS.get(figure.unit, {})
    if not unit:
        return 1.0
    if unit not in known:
        words = ", ".join(known) or "none"
        raise SettingsError(
            f"--slo {text!r}: {figure.title} is a figure in {figure.unit}: expected no unit or "
            f"one of: {words}; got {unit!r}"
        )
    return known[unit]
