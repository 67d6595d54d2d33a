"""The shortage of critical supplies (C03): it bites, it ends, and the reference carries it."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from integration_under_test.reference import Reference
from sim.checkers.matching import match
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run

DAY_US = 86_400_000_000
BEGINS, ENDS, RECOVERED, LAST = 1, 15, 21, 26
"""Days of the run; the last of the backlog is a delivery away from recovery."""


@lru_cache
def shortage() -> Judged:
    spec = build_spec(RunRequest("supplier_shortage", "reference", scale=0.005))
    return run(spec, Reference(), None)


def noted(*kinds: str) -> pd.DataFrame:
    rows = shortage().history.world
    found: pd.DataFrame = rows[rows["f"].isin(kinds)]
    return found.assign(day=found["t_us"] / DAY_US)


def effects(kind: str) -> set[str]:
    rows = shortage().history.effects
    return set(rows[rows["f"] == kind]["effect_key"].astype(str))


def keys(*kinds: str) -> set[str]:
    return set(noted(*kinds)["business_key"].astype(str))


def scarce() -> set[str]:
    (family,) = keys("shortage_began")
    return set(family.split("/"))


def cover() -> pd.DataFrame:
    rows = noted("days_of_cover")
    return rows.assign(days=rows["detail"].astype(str).astype(float), day=rows["day"].astype(int))


def scarce_stock_outs() -> pd.DataFrame:
    rows = noted("stock_out")
    items = rows["business_key"].astype(str).str.rpartition("/")[2]
    return rows[items.isin(scarce())]


def test_the_reference_passes() -> None:
    found = shortage().verdict
    assert found.outcome == "pass", [f.summary for f in found.findings if f.outcome != "pass"]


def test_lines_of_the_family_are_back_ordered_while_the_shortage_lasts_and_no_other() -> None:
    waiting = noted("back_ordered", "expedited")
    assert len(waiting) > 10
    assert set(waiting["detail"].astype(str).str.partition(":")[0]) <= scarce()
    assert waiting["day"].between(BEGINS, ENDS).all()
    assert len(noted("expedited"))


def test_all_that_waited_is_received_in_the_end_or_was_given_up() -> None:
    arrived, given_up = keys("backlog_arrived"), keys("backlog_cancelled")
    waited = keys("back_ordered", "expedited")
    replaced = {key.rpartition("/")[0] for key in effects("procurement.substitution")}
    assert waited - replaced <= arrived | given_up <= waited
    assert not arrived & given_up
    assert len(arrived) > 5
    late = noted("backlog_arrived")
    assert late["day"].between(ENDS, RECOVERED + 4).mean() > 0.5


def test_shelves_run_empty_during_the_shortage_and_no_more_after_it() -> None:
    days = scarce_stock_outs()["day"]
    assert len(days) > 10
    assert days.min() > BEGINS + 2
    assert days.max() < RECOVERED + 2 < LAST


def test_the_cover_of_scarce_items_falls_and_recovers() -> None:
    least = cover().groupby("day")["days"].sum()
    assert least[ENDS] < least[BEGINS + 1] / 3
    assert least[LAST - 1] > 2 * least[ENDS]
    assert (cover()["days"] < 1.0).any()


def test_buyers_go_elsewhere_and_stores_and_billing_learn_what_stands_in() -> None:
    alternates = effects("procurement.alternate")
    assert alternates
    known = {key.rpartition("/")[0] for key in effects("inventory.cross_reference")}
    assert alternates <= known
    owed = match(shortage().history).obligations
    p12 = owed[owed["flow"] == "P12"]
    assert set(p12["state"].astype(str)) == {"met"}
    assert set(p12["source"].astype(str)) >= {"procurement", "suppliers"}


def test_nurses_take_what_the_store_knows_to_stand_in() -> None:
    taken = noted("substituted")
    assert len(taken)
    assert set(taken["business_key"].astype(str).str.rpartition("/")[2]) <= scarce()
