"""Work items from their rows: one line per item and key, with when it was opened or closed."""

from __future__ import annotations

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
    """Columns `COLUMNS`; `closed_us` is -1 while the item is open.

    An item closes with all its keys, at its first `item_closed` after the opening; one that is
    opened again later is a line of its own.
    """
    names = {"effect_key": "item_id", "f": "type", "process": "owner", "detail": "reason"}
    plain = rows.astype({name: str for name in rows.columns if rows[name].dtype == "category"})
    plain = plain.rename(columns={**names, "t_us": "opened_us"})
    opened = plain[plain["op"] == "item_opened"].sort_values("i")
    closed = plain[plain["op"] == "item_closed"].sort_values("i")
    closed = closed[["i", "item_id", "opened_us"]].rename(columns={"opened_us": "closed_us"})
    joined = pd.merge_asof(opened, closed, on="i", by="item_id", direction="forward")
    joined["closed_us"] = joined["closed_us"].fillna(-1).astype("int64")
    return joined[list(COLUMNS)]
