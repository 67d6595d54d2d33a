"""Why one effect key's two books differ: its difference a_S - a_T as a sum of causes.

A key that waits (in flight, or queued for a confirmed cause) or that nobody owed has one cause. Of
one owed once either no effect stands, or what came on top of the first is a duplicate and the
first itself may deviate: in quantity, in price, or by no more than rounding could do.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.checkers.grouped import Array, column
from sim.checkers.matching import Matching
from sim.checkers.reconciliation import MEASURES

CAUSES = (
    *("missing", "phantom", "in_flight", "queued", "duplicate", "quantity_or_unit"),
    *("price", "rounding", "unexplained"),
)
"""`unexplained` is the balance that no other claims, such as the reversal of what never was."""

Signed = dict[str, Array]
"""Cause -> its part of each key's difference."""


def signed_causes(matching: Matching, final: pd.DataFrame) -> Mapping[str, Signed]:
    """By measure the causes of keys with these final differences; they add up to them."""
    once = _once(_books(matching, final))
    return {name: _causes(matching, final, name, once[name]) for name in MEASURES}


def _causes(matching: Matching, final: pd.DataFrame, name: str, once: Signed) -> Signed:
    """A key with one cause, or the causes `once`; the balance is unexplained."""
    keys, net = matching.keys.loc[final.index], column(final, f"net_{name}")
    flying = matching.obligations.loc[matching.obligations["state"] == "in_flight", "key"]
    explained, owed, latest = (column(keys, name) for name in ("explained", "owed", "latest"))
    whole = {
        "in_flight": explained & np.isin(final.index, flying),
        "queued": explained,
        "phantom": ~owed | (latest & (net < 0)),
        "missing": latest,
    }
    left = np.ones(len(net), dtype=bool)
    parts = {cause: np.zeros_like(net) for cause in CAUSES}
    for cause, holds in whole.items():
        parts[cause] = np.where(left & holds, net, 0)
        left &= ~holds
    for cause, own in once.items():
        parts[cause] = np.where(left, own, parts[cause])
    parts["unexplained"] = net - np.sum(list(parts.values()), axis=0)
    return parts


def _books(matching: Matching, final: pd.DataFrame) -> pd.DataFrame:
    """By key what is owed, the first effect that stands for good (`met_`), the difference."""
    rows = matching.keyed.rows.set_index("i")
    of_key = matching.obligations.drop_duplicates("key").set_index("key").reindex(final.index)
    met = rows.reindex(of_key["met_i"])
    books = final[[f"net_{name}" for name in MEASURES]].assign(
        stands=column(matching.keys, "net")[final.index] >= 1, owed_units=1, met_units=1
    )
    for name, own in (("minor", "amount_minor"), ("quantity", "quantity")):
        books[f"owed_{name}"] = of_key[own].fillna(0).astype("int64")
        books[f"met_{name}"] = met[own].fillna(0).astype("int64").to_numpy()
    units = (of_key["uom"].astype(str).to_numpy(), met["uom"].astype(str).to_numpy())
    books["other_uom"] = (units[0] != units[1]) & ~np.isin(units[0], ("", "nan"))
    books["other_uom"] &= ~np.isin(units[1], ("", "nan"))
    return books


def _once(books: pd.DataFrame) -> Mapping[str, Signed]:
    stands = column(books, "stands")
    found: dict[str, Signed] = {}
    for name in MEASURES:
        owed, met = column(books, f"owed_{name}"), column(books, f"met_{name}")
        on_top = column(books, f"net_{name}") - (owed - met)
        parts = {"missing": np.where(stands, 0, owed), "duplicate": np.where(stands, on_top, 0)}
        found[name] = parts
    deviation = column(books, "owed_quantity") - column(books, "met_quantity")
    found["quantity"]["quantity_or_unit"] = np.where(stands, deviation, 0)
    found["minor"].update(_money(books))
    return found


def _money(books: pd.DataFrame) -> Signed:
    """How the first effect's amount deviates; half a cent for each is as far as rounding goes."""
    owed, met = column(books, "owed_minor"), column(books, "met_minor")
    owed_quantity, quantity = column(books, "owed_quantity"), column(books, "met_quantity")
    deviation = np.where(books["stands"], owed - met, 0)
    divisor = np.where(owed_quantity == 0, 1, owed_quantity)
    at_owed_price = (2 * owed * quantity + divisor) // (2 * divisor)
    by_quantity = np.where(
        (owed_quantity != 0) & (quantity != owed_quantity), owed - at_owed_price, 0
    )
    by_quantity = np.where(books["other_uom"], deviation, np.where(books["stands"], by_quantity, 0))
    rest = deviation - by_quantity
    rounded = np.abs(rest) <= np.maximum(1, np.abs(owed_quantity) // 2)
    return {
        "quantity_or_unit": by_quantity,
        "price": np.where(rounded, 0, rest),
        "rounding": np.where(rounded, rest, 0),
    }
