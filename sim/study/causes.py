"""What the money apart is made of, by cause: over time and at the end, the mean of the runs.

Taken from `variance_outstanding` and `variance_causes`, which count exactly. Over time the causes
add up to the figure `variance_dollar_days`; at the end all but `period` add up to
`variance_at_end`, since what stands in a wrong period differs in two periods and in no total.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.attribution import CAUSES

SOURCES = {
    "usd_days": ("variance_outstanding", "usd_days"),
    "end_minor": ("variance_causes", "minor"),
    "end_units": ("variance_causes", "units"),
}
"""Column -> the measure and column that it is the mean of."""
WITHOUT_TOTAL = ("period",)
"""At the end these are apart in two periods and in no total."""
COLUMNS = ("integration", "cause", *SOURCES)
UNEXPLAINED = "unexplained"
"""Has a line even where it is nothing: that nothing is left over is worth telling."""


def by_cause(runs: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Columns `COLUMNS`, of the tables `runs` and `measures` of a dataset: dollar-days apart, and
    cents and effects apart at the end, per run. Causes that no run met are left out."""
    made = runs[runs["outcome"] != "crashed"]
    count = made.groupby("integration", sort=False)["run"].nunique()
    integration_of = dict(zip(made["run"], made["integration"], strict=True))
    own = measures[measures["run"].isin(integration_of)]
    found = pd.DataFrame({name: _summed(own, integration_of, name) for name in SOURCES}).fillna(0.0)
    met = [cause for cause in CAUSES if cause in set(found.index.get_level_values("cause"))]
    shown = [*(cause for cause in met if cause != UNEXPLAINED), UNEXPLAINED]
    lines = pd.MultiIndex.from_product([count.index, shown], names=["integration", "cause"])
    means = found.reindex(lines, fill_value=0.0).div(count, axis=0, level="integration")
    return means.reset_index()[list(COLUMNS)]


def _summed(measures: pd.DataFrame, integration_of: dict[str, str], name: str) -> pd.Series:
    measure, column = SOURCES[name]
    rows = measures[(measures["measure"] == measure) & (measures["column"] == column)]
    # An item is pair/facility/period/cause.
    cause = rows["item"].str.split("/").str[-1].rename("cause")
    integration = rows["run"].map(integration_of).rename("integration")
    summed: pd.Series = rows["value"].groupby([integration, cause]).sum()
    return summed
