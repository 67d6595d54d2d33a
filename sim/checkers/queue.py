"""X(k) of checks.md 3.2: obligations that wait in the exception queue for a cause that is real.

A work item excuses an obligation only when its type is in CONFIRMED, whose predicate finds the
cause in the History itself. Any other open item makes a loss visible, no less.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers.grouped import Array, column
from sim.checkers.periods import closed_us
from sim.history.reading import History

Confirms = Callable[[History, pd.DataFrame], "pd.Series[bool]"]
"""Takes lines with the columns of an obligation and its item; says which causes were real."""


class Found(NamedTuple):
    """By lost obligation with an open item: its label, the item's row, whether it is excused."""

    places: Array
    item_i: Array
    confirmed: Array


def period_was_closed(history: History, lines: pd.DataFrame) -> pd.Series[bool]:
    """The owed period was closed in the target's books before the item was opened."""
    return closed_us(history, lines["target"], lines["period"]) <= lines["opened_us"]


CONFIRMED: Mapping[str, Confirms] = {"period_closed": period_was_closed}


def find_items(history: History, lost: pd.DataFrame) -> Found:
    """Open items that name a lost obligation by its own key or by its trigger's.

    The item's flow must be the obligation's, where the item names one.
    """
    items = history.items
    items = items[items["closed_us"] < 0]
    if lost.empty or items.empty:
        nothing = np.zeros(0, dtype=np.int64)
        return Found(nothing, nothing, nothing.astype(bool))
    lines = _pairs(lost, items)
    lines["confirmed"] = _confirmed(history, lines)
    lines = lines.sort_values(["place", "confirmed", "item_i"], ascending=[True, False, True])
    lines = lines.drop_duplicates("place")
    return Found(*(column(lines, name) for name in ("place", "item_i", "confirmed")))


def _pairs(lost: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    names = {"i": "item_i", "flow": "item_flow", "business_key": "item_key"}
    named = items.rename(columns=names)[["item_i", "item_flow", "item_key", "type", "opened_us"]]
    found = []
    for key in ("effect_key", "business_key"):
        lines = lost[["flow", "target", "period"]].astype(str)
        lines = lines.assign(item_key=lost[key].astype(str), place=lost.index)
        found.append(lines.merge(named, on="item_key"))
    pairs = pd.concat(found, ignore_index=True)
    return pairs[(pairs["item_flow"] == "") | (pairs["item_flow"] == pairs["flow"])]


def _confirmed(history: History, lines: pd.DataFrame) -> Array:
    confirmed = np.zeros(len(lines), dtype=bool)
    for type_, confirms in CONFIRMED.items():
        of_type = column(lines, "type") == type_
        if of_type.any():
            confirmed[of_type] = confirms(history, lines[of_type]).to_numpy()
    return confirmed
