"""Work items from their rows: one line per item and key, with when it was opened or closed.

An item may stand for many documents of one cause, which join it and leave it one by one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

COLUMNS = (
    "i",
    "item_id",
    "type",
    "owner",
    "flow",
    "business_key",
    "reason",
    "opened_us",
    "closed_us",
)


def join_closings(rows: pd.DataFrame) -> pd.DataFrame:
    """Columns `COLUMNS`; `closed_us` is -1 while the key waits for the item.

    A key closes at the first `item_closed` after its opening that names it, or that names none and
    so means all; one that is opened again later is a line of its own.
    """
    names = {"effect_key": "item_id", "f": "type", "process": "owner", "detail": "reason"}
    plain = rows.astype({name: str for name in rows.columns if rows[name].dtype == "category"})
    plain = plain.rename(columns={**names, "t_us": "opened_us"})
    opened = plain[plain["op"] == "item_opened"].sort_values("i")
    closed = plain[plain["op"] == "item_closed"].sort_values("i")
    closed = closed[["i", "item_id", "business_key", "opened_us"]]
    closed = closed.rename(columns={"opened_us": "closed_us"})
    whole = closed[closed["business_key"] == ""].drop(columns="business_key")
    named = pd.merge_asof(
        opened, closed, on="i", by=["item_id", "business_key"], direction="forward"
    )
    all_ = pd.merge_asof(opened, whole, on="i", by="item_id", direction="forward")
    first = named["closed_us"].combine(all_["closed_us"], np.fmin)
    return named.assign(closed_us=first.fillna(-1).astype("int64"))[list(COLUMNS)]


def as_wholes(
    lines: pd.DataFrame,
    item: str = "item_id",
    opened: str = "opened_us",
    closed: str = "closed_us",
) -> pd.DataFrame:
    """One line for each item in place of one for each of its keys: opened with its first key, and
    closed with its last. What joined it while it was open belongs to it."""
    lines = lines.sort_values([item, opened], kind="stable", ignore_index=True)
    if lines.empty:
        return lines
    until = lines[closed].where(lines[closed] >= 0, np.iinfo(np.int64).max)
    so_far = until.groupby(lines[item].astype(str)).cummax()
    same = lines[item].astype(str) == lines[item].astype(str).shift()
    spell = (~same | (lines[opened] > so_far.shift(fill_value=-1))).cumsum()
    last = so_far.groupby(spell).transform("last")
    wholes = lines.assign(**{closed: last.where(last < np.iinfo(np.int64).max, -1)})
    return wholes[~spell.duplicated()].reset_index(drop=True)
