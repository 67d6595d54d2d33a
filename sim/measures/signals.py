"""What the integration itself told of trouble: its work items and its alerts, with when they ended.

A work item is worked by clerks, an alert by nobody in the simulated world.
"""

from __future__ import annotations

import pandas as pd

from sim.history.reading import History

ITEM, ALERT = "work item", "alert"
COLUMNS = ("sort", "type", "id", "flow", "system", "key", "told_us", "ended_us", "worked_us")
RAISED, CLEARED = "alert_raised", "alert_cleared"
"""Rows `integration` of the host's alarm board."""
WORKED = "item_worked"
STANDS = -1


def signals(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per signal and key that it names ("" for none), in order of
    `told_us`; `ended_us` when it was closed or cleared, `worked_us` when a clerk first answered a
    work item, -1 for never."""
    told = pd.concat([_items(history), _alerts(history)], ignore_index=True)
    return told.sort_values(["told_us", "id", "key"], ignore_index=True)[list(COLUMNS)]


def _items(history: History) -> pd.DataFrame:
    names = {"item_id": "id", "business_key": "key", "opened_us": "told_us"}
    items = history.items.rename(columns={**names, "closed_us": "ended_us"})
    items = items.sort_values(["told_us", "i"])
    worked = history.world[history.world["f"] == WORKED]
    worked = worked.astype({"business_key": str}).sort_values(["t_us", "i"])
    worked = worked.assign(worked_us=worked["t_us"]).rename(columns={"business_key": "id"})
    # The first answer after the opening: an item of the same id may have been opened before.
    items = pd.merge_asof(
        items.astype({"id": str}),
        worked[["t_us", "id", "worked_us"]],
        left_on="told_us",
        right_on="t_us",
        by="id",
        direction="forward",
    )
    items["worked_us"] = items["worked_us"].fillna(STANDS).astype("int64")
    return items.assign(sort=ITEM, system="")


def _alerts(history: History) -> pd.DataFrame:
    rows = history.integration
    names = {"effect_key": "id", "agg_id": "type", "target": "system", "business_key": "key"}
    plain = rows.astype({n: str for n in rows if rows[n].dtype == "category"}).rename(columns=names)
    raised = plain[plain["f"] == RAISED].sort_values("i")
    cleared = plain[plain["f"] == CLEARED].sort_values("i")[["i", "id", "t_us"]]
    cleared = cleared.rename(columns={"t_us": "ended_us"})
    joined = pd.merge_asof(raised, cleared, on="i", by="id", direction="forward")
    joined["ended_us"] = joined["ended_us"].fillna(STANDS).astype("int64")
    return joined.rename(columns={"t_us": "told_us"}).assign(sort=ALERT, worked_us=STANDS)
