"""How far two books are apart, and how each row of the History changes it.

For effect key k, source amount a_S is what is owed and target amount a_T what stands. Each row
contributes the change of a_S - a_T and of |a_S - a_T|, so one cumulative sum gives the variance
at any instant. Units of a `latest` key are 1 while another version than the newest owed stands.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.grouped import Array, codes, column
from sim.checkers.keyed import INTEGRATION, Keyed
from sim.checkers.matching import match_part
from sim.history.part import Part
from sim.obligations.declared import duties_by_target

MEASURES = ("units", "minor", "quantity")


def contributions(part: Part) -> pd.DataFrame:
    """One line per row of an owed kind, in order of time: `t_us`, `key`, `pair` ("erp>billing"),
    and for each of MEASURES the changes `net_*`, `abs_*` that it made.

    Keys that nobody owed count when the integration made them; other people's are no phantoms.
    """
    return part.derive(_contributions)


def final_differences(part: Part) -> pd.DataFrame:
    """By effect key: `pair` and the final a_S - a_T in each of MEASURES."""
    lines = contributions(part)
    sums = {f"net_{name}": "sum" for name in MEASURES}
    return lines.groupby("key").agg({"pair": "first", **sums})


def _contributions(part: Part) -> pd.DataFrame:
    laid = match_part(part).keyed
    money, quantity = _signed(laid, "amount_minor"), _signed(laid, "quantity")
    steps = {"units": _units(laid), "minor": money, "quantity": quantity}
    lines = {"t_us": column(laid.rows, "t_us"), "key": laid.key}
    for name, difference in steps.items():
        before = grouped.previous(difference, laid.starts)
        lines[f"net_{name}"] = difference - before
        lines[f"abs_{name}"] = np.abs(difference) - np.abs(before)
    frame = pd.DataFrame(lines)
    frame["pair"] = _pairs(laid)
    mine = (column(laid.rows, "process") == INTEGRATION) & ~laid.is_owe
    counted = laid.owed | grouped.any_of(mine, laid.starts)
    frame = frame[counted[laid.key]]
    order = np.lexsort((column(laid.rows, "i")[frame.index], column(frame, "t_us")))
    return frame.iloc[order].reset_index(drop=True)


def first_owe(laid: Keyed) -> Array:
    """A key is owed once, however often its trigger was recorded."""
    before = grouped.previous(laid.newest_owed, laid.starts, -1)
    return laid.is_owe & (before < 0)


def _signed(laid: Keyed, name: str) -> Array:
    values = column(laid.rows, name)
    owed = np.where(first_owe(laid), values, -laid.effect_count * values)
    once = ~laid.latest[laid.key] if len(laid.key) else laid.is_owe
    return grouped.running_sum(np.where(once, owed, 0), laid.key, laid.starts)


def _units(laid: Keyed) -> Array:
    owed = np.where(first_owe(laid), 1, -laid.effect_count)
    difference = grouped.running_sum(owed, laid.key, laid.starts)
    behind = np.sign(laid.newest_owed - laid.standing_version)
    return np.where(laid.latest[laid.key], behind, difference) if len(laid.key) else difference


def _pairs(laid: Keyed) -> pd.Categorical:
    """The system that owes, the one that lacks; for a phantom, as its kind is declared."""
    rows = laid.rows
    sources, kinds = list(rows["source"].cat.categories), list(rows["f"].cat.categories)
    owe_place = grouped.highest(np.where(laid.is_owe, np.arange(len(rows)), -1), laid.starts)
    owed = owe_place >= 0
    place = np.where(owed, owe_place, laid.starts)
    source = np.where(owed, codes(rows, "source")[place], -1)
    combined = source * len(kinds) + codes(rows, "f")[place]
    distinct, which = np.unique(combined, return_inverse=True)
    names = [_pair(sources, kinds, int(value)) for value in distinct]
    of_key = pd.Categorical(names).codes[which] if names else which
    categories = pd.Index(sorted(set(names)), dtype="str")
    return pd.Categorical.from_codes(of_key[laid.key], categories=categories)


def _pair(sources: list[str], kinds: list[str], combined: int) -> str:
    source, kind = divmod(combined, len(kinds))
    if source >= 0:
        return f"{sources[source]}>{kinds[kind].partition('.')[0]}"
    declared = duties_by_target().get(kinds[kind])
    origin = declared[0][1].origin if declared else "?"
    return f"{origin}>{kinds[kind].partition('.')[0]}"
