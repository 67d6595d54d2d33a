"""Stock days and stock-outs of S04, per facility, from opening stock and every movement since.

Stock days = mean quantity on hand / quantity issued a day. An item is out at a location while the
sum over its lots is 0 or less; locations that never held it and never moved it do not count.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.grouped import column
from sim.history.reading import History

MOVEMENT, ON_HAND = "inventory.movement", "inventory.on_hand"
SUMS = ("places", "stock_outs", "places_out_at_end", "out_days", "issued", "on_hand_days")
COLUMNS = ("facility", *SUMS[:-1], "mean_on_hand", "stock_days")
EVERYWHERE = "all"
USERS = "^world/(?:ward|theatre)"
"""Who uses supplies; what others take off a shelf goes to another one."""
DAY_US = 86_400_000_000


def stock_cover(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per facility, the last for `all`. `places` are items at locations;
    quantities in base units; `stock_days` is NaN where nothing was issued."""
    lines = _changes(history)
    place = lines["facility"] + "/" + lines["place"]
    lines = lines.assign(number=pd.Categorical(place).codes.astype(np.int64))
    lines = lines.sort_values(["number", "t_us"], kind="stable", ignore_index=True)
    key = column(lines, "number")
    starts = grouped.group_starts(key)
    on_hand = grouped.running_sum(column(lines, "quantity"), key, starts)
    until_us = np.append(column(lines, "t_us")[1:], history.end_us)[: len(lines)]
    until_us[np.append(starts[1:], len(lines))[: len(starts)] - 1] = history.end_us
    lasted_us = until_us - column(lines, "t_us")
    out = on_hand <= 0
    # Only the state at the end of an instant counts, and only a place that had something runs out.
    runs_out = out & (lasted_us > 0) & (grouped.previous(on_hand, starts) > 0)
    ends = np.append(starts[1:], len(lines))[: len(starts)] - 1
    told = lines.assign(
        stock_outs=runs_out,
        out_days=np.where(out, lasted_us, 0) / DAY_US,
        issued=np.where(lines["issue"], -lines["quantity"], 0),
        on_hand_days=np.maximum(on_hand, 0) * (lasted_us / DAY_US),
        places=np.isin(np.arange(len(lines)), starts),
        places_out_at_end=np.isin(np.arange(len(lines)), ends) & out,
    )
    return _summed(told, history.end_us / DAY_US)


def _summed(told: pd.DataFrame, days: float) -> pd.DataFrame:
    found = told.groupby("facility", sort=True)[list(SUMS)].sum()
    found.loc[EVERYWHERE] = found.sum()
    counts = ["places", "stock_outs", "places_out_at_end", "issued"]
    found = found.astype(dict.fromkeys(counts, "int64"))
    found["mean_on_hand"] = found["on_hand_days"] / (days or float("nan"))
    issued = found["issued"].where(found["issued"] > 0)
    found["stock_days"] = found["on_hand_days"] / issued
    return found.rename_axis("facility").reset_index()[list(COLUMNS)]


def _changes(history: History) -> pd.DataFrame:
    """Opening stock at time 0, then movements: `facility`, `place` (location/item), `quantity`."""
    books = history.books
    opening = books[(books["op"] == "book_opening") & (books["f"] == ON_HAND)]
    moved = [rows[rows["f"] == MOVEMENT] for rows in history.effects_in_parts()]
    names = ["t_us", "effect_key", "quantity", "facility"]
    text = {"effect_key": str, "facility": str}
    plain = [opening[names].astype(text).assign(t_us=0, issue=False)]
    for rows in moved:
        signed = rows["quantity"] * rows["count"]
        lines = rows[names].astype(text).assign(quantity=signed)
        by_use = rows["process"].astype(str).str.contains(USERS)
        plain.append(lines.assign(issue=(signed < 0) & by_use))
    lines = pd.concat(plain, ignore_index=True)
    parts = [key.rsplit("/", 1)[0] for key in lines["effect_key"]]
    return lines.assign(place=pd.Series(parts, index=lines.index, dtype=str))
