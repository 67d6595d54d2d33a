"""X(k) of checks.md 3.2: obligations that wait in the exception queue for a cause that is real.

A work item excuses an obligation only when its type is in CONFIRMED, whose predicate finds the
cause in the History itself. Any other open item makes a loss visible, no less. So does one that is
closed since a person gave its documents up: somebody looked at them and decided, so that leaving
the item open would be no better. The world's own record of the decision counts, and an item that
the integration closes by itself hides nothing.
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
WORKED, GIVEN_UP = "item_worked", "dismiss"
"""The world row of a clerk's decision on an item, and the one that nothing is to be done."""


def find_items(history: History, lost: pd.DataFrame) -> Found:
    """Items, open or given up by a person, that name a lost obligation by its own key or by its
    trigger's. Only open ones excuse.

    The item's flow must be the obligation's, where the item names one.
    """
    items = history.derive(_open_or_given_up)
    if lost.empty or items.empty:
        nothing = np.zeros(0, dtype=np.int64)
        return Found(nothing, nothing, nothing.astype(bool))
    lines = _pairs(lost, items)
    lines["confirmed"] = _confirmed(history, lines) & (column(lines, "closed_us") < 0)
    lines = lines.sort_values(["place", "confirmed", "item_i"], ascending=[True, False, True])
    lines = lines.drop_duplicates("place")
    return Found(*(column(lines, name) for name in ("place", "item_i", "confirmed")))


def _open_or_given_up(history: History) -> pd.DataFrame:
    """The items that are still open, and those that a person gave up while they were."""
    items = history.items
    worked = history.world[history.world["f"] == WORKED]
    decided = worked.loc[worked["detail"] == GIVEN_UP, ["t_us", "business_key"]]
    decided = decided.astype({"business_key": str}).rename(columns={"business_key": "item_id"})
    lines = items[["i", "item_id", "opened_us", "closed_us"]].merge(decided, on="item_id")
    meant = lines["t_us"].between(lines["opened_us"], lines["closed_us"])
    return items[(items["closed_us"] < 0) | items["i"].isin(lines.loc[meant, "i"])]


def _pairs(lost: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    names = {"i": "item_i", "flow": "item_flow", "business_key": "item_key"}
    kept = ["item_i", "item_flow", "item_key", "type", "opened_us", "closed_us"]
    named = items.rename(columns=names)[kept]
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
