"""Manual hours per flow: answers of clerks to work items, at the calibrated minutes of each.

The recording has when a clerk answered, not for how long the clerk worked on it: hours are answers
times the mean of the calibrated lognormal time, `minutes` of which is the median.
"""

from __future__ import annotations

from math import exp

import pandas as pd

from sim.history.reading import History
from sim.measures.signals import WORKED

COLUMNS = ("flow", "answers", "items", "hours")
SIGMA = 0.7
"""Of the clerks' lognormal times, see sim/world/actors/clerks.py."""
MINUTES = 20.0
"""The calibrated median of `work_item_median_min`."""
EVERYTHING = "all"


def manual_hours(history: History, minutes: float = MINUTES) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per flow, the last for `all`; an item may be answered again."""
    worked = history.world.loc[history.world["f"] == WORKED, ["business_key"]].astype(str)
    items = history.items.drop_duplicates("item_id").set_index("item_id")["flow"]
    flow = items.reindex(worked["business_key"]).fillna("").to_numpy()
    lines = pd.DataFrame({"flow": flow, "item": worked["business_key"].to_numpy()})
    found = lines.groupby("flow", sort=True).agg(
        answers=("item", "size"), items=("item", "nunique")
    )
    found.loc[EVERYTHING] = found.sum()
    found = found.astype("int64")
    found["hours"] = found["answers"] * minutes * exp(SIGMA**2 / 2) / 60
    return found.rename_axis("flow").reset_index()[list(COLUMNS)]
