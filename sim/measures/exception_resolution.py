"""Exception resolution time by type: from the opening of a work item until it was closed.

Beside it the time to the first answer of a person. What is open at the end is censored.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.history.reading import History
from sim.history.work_items import as_wholes
from sim.measures.kaplan_meier import quantiles
from sim.measures.signals import ITEM, STANDS, signals

BY = ["flow", "type"]
COLUMNS = (
    *(*BY, "items", "answered", "closed"),
    *("answer_p50_s", "answer_p90_s", "resolution_p50_s", "resolution_p90_s"),
)
EVERYTHING = "all"
US = 1_000_000


def exception_resolution(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per flow and type, the last for `all`; quantiles are NaN where too
    many are still open."""
    items = signals(history)
    items = as_wholes(items[items["sort"] == ITEM], "id", "told_us", "ended_us")
    groups = [(key, own) for key, own in items.groupby(BY, sort=True)]
    found = [
        {"flow": flow, "type": type_, **_figures(own, history.end_us)}
        for (flow, type_), own in [*groups, (("", EVERYTHING), items)]
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _figures(items: pd.DataFrame, end_us: int) -> dict[str, float]:
    found: dict[str, float] = {"items": len(items)}
    for name, column_, count in (
        ("answer", "worked_us", "answered"),
        ("resolution", "ended_us", "closed"),
    ):
        ended = (items[column_] != STANDS).to_numpy()
        until_us = np.where(ended, items[column_], end_us)
        taken_s = (until_us - items["told_us"].to_numpy()) / US
        found[count] = int(ended.sum())
        found[f"{name}_p50_s"], found[f"{name}_p90_s"] = quantiles(taken_s, ended, (0.5, 0.9))
    return found
