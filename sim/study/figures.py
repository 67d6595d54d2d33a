"""What integrations are compared by: a number of each replication, taken from a measure's table.

A figure is addressed as `measure/column/item`, where the item is the line's names joined by `/`:
`latency/p95_s/P09`, `mttr/mean_s/reconcile/faults`. Every cell of every kept measure can be asked
for so; the table below holds those that a comparison shows when nobody asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sim.naming import nearest
from sim.plugins import UnknownName
from sim.results.units import unit_of

LESS, MORE = "less", "more"


@dataclass(frozen=True)
class Figure:
    """One number of a replication: the sum of a column over the items of a measure that it names,
    or over all of them for `*`. `better` says which is: `less`, `more`, or "" for neither."""

    title: str
    measure: str
    column: str
    item: str = "*"
    better: str = LESS
    is_speed: bool = False
    """Withheld where runs are incorrect: who leaves work away is fast (B11)."""
    adds_up: bool = False
    """No line of the measure means zero: there was nothing to count."""

    @property
    def unit(self) -> str:
        """Of its values."""
        return unit_of(self.column)

    def of(self, measures: pd.DataFrame) -> pd.Series:
        """Its value by replication (`run`), NaN where a run has none; `measures` as in the dataset:
        `run`, `measure`, `item`, `column`, `value`."""
        rows = measures[(measures["measure"] == self.measure) & (measures["column"] == self.column)]
        if self.item != "*":
            rows = rows[rows["item"] == self.item]
        found = rows.groupby("run", sort=True)["value"].sum(min_count=1)
        empty = 0.0 if self.adds_up else float("nan")
        return found.reindex(sorted(measures["run"].unique()), fill_value=empty)


FIGURES: Mapping[str, Figure] = {
    "lost": Figure("documents lost, and told", "obligations", "lost_visible", adds_up=True),
    "lost_silently": Figure("documents lost silently", "obligations", "lost_silent", adds_up=True),
    "duplicates": Figure("duplicate effects", "duplicates", "d_gross"),
    "duplicates_standing": Figure("duplicates standing at the end", "duplicates", "d_net"),
    "late": Figure("effects late", "obligations", "late", adds_up=True),
    "latency_usage_p95": Figure("usage to charge, p95", "latency", "p95_s", "P09", is_speed=True),
    "latency_invoice_p95": Figure("invoice to ERP, p95", "latency", "p95_s", "P07", is_speed=True),
    "variance_dollar_days": Figure(
        "money apart over time", "variance_outstanding", "usd_days", adds_up=True
    ),
    "variance_at_end": Figure("money apart at the end", "variance_rates", "v_abs_minor", "all"),
    "manual_hours": Figure("manual work", "manual_hours", "hours", "all"),
    "exceptions": Figure("exceptions opened", "exceptions", "opened", adds_up=True),
    "backlog_peak": Figure("work waiting, peaks of all flows", "queue_depth", "peak_waiting"),
    "calls": Figure("calls sent", "goodput", "offered"),
    "time_to_detect": Figure("time to detect, mean", "mttd", "mean_s", "documents"),
    "time_to_reconcile": Figure("time to reconcile, mean", "mttr", "mean_s", "reconcile/documents"),
}
"""Name -> what a comparison shows by default."""

ON_REQUEST: Mapping[str, Figure] = {
    "duplicates_standing_money": Figure(
        "money doubled at the end", "duplicates", "d_net_minor", adds_up=True
    ),
    "never_owed": Figure("effects never owed", "phantoms", "phantom_effects"),
    "inconsistent": Figure("breaches of consistency", "consistency", "differences"),
    "sites_apart": Figure(
        "differences of acquired sites at the end",
        "acquisition_clean",
        "open_differences",
        adds_up=True,
    ),
    "site_exceptions": Figure(
        "exceptions about acquired sites", "acquisition_clean", "exceptions", adds_up=True
    ),
    "stale": Figure("entities stale at the end", "staleness", "stale_entities"),
    "oldest": Figure("oldest knowledge in a target", "staleness", "max_age_s"),
}
"""Name -> what has a name besides."""
NAMED: Mapping[str, Figure] = {**FIGURES, **ON_REQUEST}


def named_figure(name: str) -> Figure:
    """Raises UnknownName with the nearest one."""
    if name not in NAMED:
        raise UnknownName(f"unknown figure {name!r}; {nearest(name, NAMED)}")
    return NAMED[name]


def find_figure(name: str, measures: pd.DataFrame) -> Figure:
    """A figure by its name or its address. Raises UnknownName with the nearest one."""
    if name in NAMED:
        return NAMED[name]
    known = {address(row) for row in _distinct(measures)}
    if name not in known:
        raise UnknownName(f"unknown measure {name!r}; {nearest(name, [*NAMED, *sorted(known)])}")
    measure, column, *item = name.split("/")
    return Figure(name, measure, column, "/".join(item), better="")


def values_of(measures: pd.DataFrame, figures: Mapping[str, Figure]) -> pd.DataFrame:
    """Columns `run`, `figure`, `value`: what the measures of a dataset make of each figure, NaN
    where a run has none."""
    found = [
        (run, name, value)
        for name, figure in figures.items()
        for run, value in figure.of(measures).items()
    ]
    return pd.DataFrame(found, columns=["run", "figure", "value"])


def address(row: tuple[str, str, str]) -> str:
    """`measure/column/item` of a line."""
    return "/".join(filter(None, row))


def _distinct(measures: pd.DataFrame) -> list[tuple[str, str, str]]:
    names = measures[["measure", "column", "item"]].drop_duplicates()
    return list(names.itertuples(index=False, name=None))
