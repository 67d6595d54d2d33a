"""Exception volume and age: the work items that the integration opened for people.

An item that is open at the end has the age it reached by then; it is never left out.
"""

from __future__ import annotations

import pandas as pd

from sim.history.reading import History
from sim.history.work_items import as_wholes

COLUMNS = (
    *("flow", "type", "owner", "opened", "closed", "open_at_end"),
    *("age_p50_s", "age_max_s", "open_age_max_s"),
)
BY = ["flow", "type", "owner"]
US = 1_000_000


def exceptions(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per flow, type and owner; `age_*` is from the opening until the
    closing or the end, `open_age_max_s` that of the oldest open item, NaN without one."""
    # An item that names several keys has a line for each of them.
    items = as_wholes(history.items)
    is_open = items["closed_us"] < 0
    until_us = items["closed_us"].where(~is_open, history.end_us)
    age_s = (until_us - items["opened_us"]) / US
    lines = items.assign(is_open=is_open, age_s=age_s, open_age_s=age_s.where(is_open))
    found = lines.groupby(BY, sort=True).agg(
        opened=("item_id", "size"),
        open_at_end=("is_open", "sum"),
        age_p50_s=("age_s", "median"),
        age_max_s=("age_s", "max"),
        open_age_max_s=("open_age_s", "max"),
    )
    found["closed"] = found["opened"] - found["open_at_end"]
    return found.reset_index()[list(COLUMNS)]
