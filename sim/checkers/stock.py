"""Conservation of stock in S04: opening plus movements equals closing, nowhere below zero.

Per location, item and lot, in base units (EA).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.grouped import column
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.part import Part
from sim.history.reading import History

ON_HAND = "inventory.on_hand"
MOVEMENT = "inventory.movement"


class Counted(NamedTuple):
    """What a part's shelves came to."""

    keys: int
    movements: int
    unconserved_keys: int
    unconserved_ea: int
    negative_keys: int
    evidence: tuple[Evidence, ...]


def check_stock(history: History) -> Finding:
    """Unknown when the tables were not read both before and after the run."""
    books = history.books[history.books["f"] == ON_HAND]
    ops = {"opening": "book_opening", "closing": "book_closing"}
    missing = [name for name, op in ops.items() if not (books["op"] == op).any()]
    if missing:
        reason = f"no {' and no '.join(missing)} {ON_HAND} rows in this run"
        return Finding("stock", "unknown", reason)
    parts = history.by_key(_count)
    figures = [name for name in Counted._fields if name != "evidence"]
    measured = {name: sum(getattr(part, name) for part in parts) for name in figures}
    broken, negative = measured["unconserved_keys"], measured["negative_keys"]
    if broken or negative:
        summary = f"{broken} stock keys not conserved, {negative} below zero"
        evidence = first_few(one for part in parts for one in part.evidence)
        return Finding("stock", "fail", summary, measured, evidence)
    return Finding("stock", "pass", f"{measured['keys']} stock keys conserved", measured)


def _count(part: Part) -> Counted:
    books = part.history.books
    books = books[books["f"] == ON_HAND]
    books = books[part.owns(MOVEMENT, books["effect_key"])]
    moved = part.intent[(part.intent["f"] == MOVEMENT) & (part.intent["op"] == "effect")]
    flow = _flow(books[books["op"] == "book_opening"], moved)
    broken = _broken(flow, books[books["op"] == "book_closing"])
    negative = _negative(flow)
    return Counted(
        keys=flow["effect_key"].nunique(),
        movements=len(moved),
        unconserved_keys=len(broken),
        unconserved_ea=int(np.abs(broken["closing"] - broken["expected"]).sum()),
        negative_keys=len(negative),
        evidence=first_few([*_unconserved(broken), *_below_zero(negative)]),
    )


def _flow(opening: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    """Opening, then movements, with the running quantity of each key."""
    start = opening[["i", "t_us", "effect_key", "quantity"]].astype({"effect_key": str})
    moves = moved[["i", "t_us", "effect_key"]].astype({"effect_key": str})
    moves = moves.assign(quantity=column(moved, "quantity") * column(moved, "count"))
    lines = pd.concat([start.assign(step=0), moves.assign(step=1)], ignore_index=True)
    lines["group"] = pd.factorize(lines["effect_key"])[0]
    lines = lines.sort_values(["group", "step", "t_us", "i"], ignore_index=True)
    key = column(lines, "group")
    on_hand = grouped.running_sum(column(lines, "quantity"), key, grouped.group_starts(key))
    return lines.assign(on_hand=on_hand)


def _broken(flow: pd.DataFrame, closing: pd.DataFrame) -> pd.DataFrame:
    expected = flow.groupby("effect_key").agg(expected=("on_hand", "last"), i=("i", "last"))
    found = closing.astype({"effect_key": str}).groupby("effect_key")["quantity"].sum()
    joined = expected.join(found.rename("closing"), how="outer").fillna(0).astype("int64")
    return joined[joined["expected"] != joined["closing"]].reset_index()


def _negative(flow: pd.DataFrame) -> pd.DataFrame:
    """The first row of each key at which an instant ended below zero."""
    settled = flow.drop_duplicates(["group", "t_us", "step"], keep="last")
    return settled[settled["on_hand"] < 0].drop_duplicates("effect_key")


def _unconserved(lines: pd.DataFrame) -> list[Evidence]:
    found = []
    for _, line in lines.iterrows():
        message = f"{line['effect_key']}: {line['closing']} on hand, {line['expected']} expected"
        found.append(Evidence("", str(line["effect_key"]), message, (int(line["i"]),)))
    return found


def _below_zero(lines: pd.DataFrame) -> list[Evidence]:
    found = []
    for _, line in lines.iterrows():
        message = f"{line['effect_key']}: {line['on_hand']} on hand"
        rows, at_us = (int(line["i"]),), int(line["t_us"])
        found.append(Evidence("", str(line["effect_key"]), message, rows, at_us))
    return found
