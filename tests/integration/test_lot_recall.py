"""The recall of lots (C15): every shelf is cleared once, every usage found, no patient told on."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pandas as pd

from sim.checkers.matching import match
from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import Judged, run
from tests.couriers.house import effects

LOTS = 3
"""Of which the group has some; each of the two notices names one that it never had."""


@lru_cache
def recalled(integration: str = "reference") -> Judged:
    spec = build_spec(RunRequest("lot_recall", integration, scale=0.005))
    return run(spec, new_integration(integration), None)


def of_kind(kind: str) -> pd.DataFrame:
    rows = recalled().history.effects
    found: pd.DataFrame = rows[rows["f"] == kind]
    return found.assign(effect_key=found["effect_key"].astype(str))


def recall_us() -> dict[str, int]:
    """Inventory's item with its lot -> when it was recalled."""
    found = of_kind("inventory.recall")
    keys = (key.split("/") for key in found["effect_key"])
    at_us = found["t_us"].astype(int)
    return {f"IV-{item[-6:]}/{lot}": t for (_, item, lot), t in zip(keys, at_us, strict=True)}


def moved() -> pd.DataFrame:
    """Every movement of a recalled lot, with whether it came after the recall."""
    found = of_kind("inventory.movement")
    found = found.assign(lot=found["effect_key"].str.partition("/")[2])
    found = found[found["lot"].isin(recall_us())]
    return found.assign(
        late=[t > recall_us()[lot] for t, lot in zip(found.t_us, found.lot, strict=True)]
    )


def test_the_reference_passes() -> None:
    found = recalled().verdict
    assert found.outcome == "pass", [f.summary for f in found.findings if f.outcome != "pass"]


def test_each_lot_is_recalled_once_though_its_notice_came_twice() -> None:
    made = effects(recalled(), "inventory.recall")
    assert (len(made), set(made.values())) == (LOTS, {1})
    arrived = recalled().history.deliveries["event_id"].astype(str)
    assert {"RECALLS.NOTICE.000001.txt", "COPY.RECALLS.000001.txt"} <= set(arrived)


def test_all_that_is_left_of_a_lot_is_set_aside_in_every_hospital() -> None:
    books = recalled().history.books
    opening = books[(books["op"] == "book_opening") & (books["f"] == "inventory.on_hand")]
    held: Counter[str] = Counter()
    before = moved()
    for rows in (opening, before[~before["late"]]):
        for key, quantity in zip(rows["effect_key"].astype(str), rows["quantity"], strict=True):
            if key.partition("/")[2] in recall_us():
                held[key] += int(quantity)
    aside = of_kind("inventory.quarantine")
    found = dict(zip(aside["effect_key"], aside["quantity"].astype(int), strict=True))
    assert found == {key: quantity for key, quantity in held.items() if quantity}
    assert {key.partition("-")[0] for key in found} == {"H01", "H02"}


def test_no_patient_gets_a_recalled_lot_afterwards() -> None:
    late = moved()[lambda rows: rows["late"]]
    assert (late["quantity"] > 0).all()
    notes = set(recalled().history.world["f"].astype(str))
    assert "recalled_lot_used" not in notes


def test_every_usage_of_a_lot_is_told_to_the_safety_office() -> None:
    taken = moved()
    taken = taken[(taken["quantity"] < 0) & ~taken["late"]]
    affected = of_kind("safety.affected_usage")
    assert len(affected) == len(taken) > LOTS
    assert affected["quantity"].sum() == -taken["quantity"].sum()
    assert affected["effect_key"].is_unique


def test_the_service_hears_of_every_lot_also_of_those_that_the_group_never_had() -> None:
    answered = of_kind("recalls.response")
    told = dict(zip(answered["effect_key"], answered["quantity"].astype(int), strict=True))
    assert set(told) == set(effects(recalled(), "recalls.notice"))
    never = [key for key in told if "/NEVER-" in key]
    assert len(never) == 2
    assert {told[key] for key in never} == {0}
    assert sum(told.values()) == of_kind("inventory.quarantine")["quantity"].sum()


def test_who_does_not_read_notices_loses_them_and_uses_the_lots_on_patients() -> None:
    found = recalled("point_to_point")
    lost = match(found.history).obligations
    lost = lost[lost["state"].astype(str).str.startswith("lost")]
    assert set(lost["flow"].astype(str)) == {"P06"}
    assert "inventory.recall" in set(lost["f"].astype(str))
    world = found.history.world
    assert (world["f"] == "recalled_lot_used").sum() > 0
