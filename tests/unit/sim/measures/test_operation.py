"""Success, mappings, suppliers, stock, margin, calls and the close, each told by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.measures.api_latency import api_latency
from sim.measures.close_cycle import close_cycle
from sim.measures.facility_margin import facility_margin
from sim.measures.failed_mappings import failed_mappings
from sim.measures.master_drift import master_drift
from sim.measures.stock_cover import stock_cover
from sim.measures.supplier_accuracy import supplier_accuracy
from sim.measures.transaction_success import transaction_success
from tests.unit.sim.history_builder import DAY, HOUR, Story


def line(table: pd.DataFrame, name: str, column: int = 0) -> dict[str, Any]:
    (found,) = table[table.iloc[:, column] == name].to_dict("records")
    return {str(k): v for k, v in found.items()}


def test_success_is_an_exact_effect_and_may_be_late() -> None:
    story = Story()
    for key in ("right", "late", "twice", "wrong", "lost"):
        story.owe(key, amount_minor=500)
    story.effect("right", amount_minor=500)
    story.effect("late", 2 * HOUR, amount_minor=500)
    for t_s in (60, 70):
        story.effect("twice", t_s, amount_minor=500)
    story.effect("wrong", amount_minor=400)
    story.owe("flying", due_s=2 * DAY)
    told = line(transaction_success(story.end()), "P09")
    assert (told["decided"], told["successful"], told["in_time"]) == (5, 2, 1)
    assert (told["success_share"], told["in_time_share"]) == (0.4, 0.2)


def test_what_came_late_and_then_twice_is_no_success() -> None:
    story = Story()
    story.owe("a")
    for t_s in (2 * HOUR, 3 * HOUR):
        story.effect("a", t_s)
    assert line(transaction_success(story.end()), "P09")["successful"] == 0


def test_nothing_decided_has_no_share() -> None:
    told = line(transaction_success(Story().history()), "all")
    assert (told["decided"], math.isnan(told["success_share"])) == (0, True)


def test_a_mapping_fails_when_it_was_due_and_does_not_stand() -> None:
    story = Story()
    story.owe_version("s", 1, 0)
    story.version("s", 1)
    story.owe_version("t", 1, 0)
    story.owe("C=1", f="billing.code_map", flow="P14", source="acquisition")
    story.item("t", "unmapped", flow="P01")
    lines = failed_mappings(story.end())
    told = line(lines, "supplier")
    assert (told["owed"], told["failed"], told["failed_silently"]) == (2, 1, 0)
    assert (told["failed_share"], told["items_opened"], told["items_open"]) == (0.5, 1, 1)
    assert line(lines, "charge code")["failed_silently"] == 1


def test_a_supplier_is_accurate_with_its_newest_version() -> None:
    story = Story()
    for key, versions in (("new", (1, 2)), ("old", (1,)), ("ahead", (1, 2, 3))):
        story.owe_version(key, 1, 0)
        story.owe_version(key, 2, 10)
        for place, version in enumerate(versions):
            story.version(key, version, 60 + place)
    told = line(supplier_accuracy(story.end()), "procurement")
    assert (told["suppliers"], told["accurate"], told["versions"]) == (3, 1, 6)


def test_a_target_drifts_while_a_version_is_behind() -> None:
    """One supplier for ten hours, behind for one and then for three."""
    story = Story()
    story.owe_version("s", 1, 0)
    story.version("s", 1, HOUR)
    story.owe_version("s", 2, 5 * HOUR)
    story.version("s", 2, 8 * HOUR)
    told = line(master_drift(story.end(10 * HOUR)), "procurement.supplier")
    assert (told["entities"], told["versions"], told["behind_at_end"]) == (1, 2, 0)
    assert (told["behind_mean_s"], told["behind_max_s"]) == (2 * HOUR, 3 * HOUR)
    assert told["behind_share"] == 0.4


def test_a_version_that_never_came_is_behind_to_the_end() -> None:
    story = Story()
    story.owe_version("s", 1, 0)
    told = line(master_drift(story.end(10 * HOUR)), "all")
    assert (told["behind_at_end"], told["behind_share"]) == (1, 1.0)


def move(story: Story, key: str, quantity: int, t_s: float, process: str = "world/ward/W1") -> None:
    columns = {"facility": "H01", "quantity": quantity, "process": process}
    story.effect(key, t_s, f="inventory.movement", **columns)


def test_an_item_is_out_while_none_of_its_lots_is_left() -> None:
    story = Story()
    for lot in "AB":
        opening: dict[str, Any] = {"effect_key": f"W1/I1/{lot}", "quantity": 5, "facility": "H01"}
        story.book("inventory.on_hand", "book_opening", **opening)
    move(story, "W1/I1/A", -5, 0.25 * DAY)
    move(story, "W1/I1/B", -5, 0.5 * DAY)
    move(story, "W1/I1/C", 8, 0.75 * DAY, "world/dock")
    told = line(stock_cover(story.end(DAY)), "H01")
    assert (told["places"], told["stock_outs"], told["places_out_at_end"]) == (1, 1, 0)
    assert (told["out_days"], told["issued"]) == (0.25, 10)
    assert told["mean_on_hand"] == 10 / 4 + 5 / 4 + 0 + 8 / 4
    assert told["stock_days"] == told["mean_on_hand"] / 10


def test_a_move_to_another_shelf_is_no_issue() -> None:
    story = Story()
    move(story, "CS/I1/A", 9, 0, "world/dock")
    move(story, "CS/I1/A", -4, 60, "world/dock")
    told = line(stock_cover(story.end(DAY)), "all")
    assert (told["issued"], math.isnan(told["stock_days"])) == (0, True)


def test_the_margin_is_what_was_charged_less_what_was_used() -> None:
    story = Story()
    for key in ("a", "b"):
        story.owe(key, facility="H01", f="billing.charge", amount_minor=900)
        story.owe(key, facility="H01", amount_minor=300)
    story.owe("c", facility="H01", amount_minor=100)
    story.effect("a", f="billing.charge", amount_minor=900)
    told = line(facility_margin(story.end()), "H01")
    assert (told["usages"], told["billable"], told["uncharged_minor"]) == (3, 2, 900)
    assert (told["margin_minor"], told["margin_share"]) == (200, 200 / 900)


def test_calls_are_timed_from_departure_to_answer() -> None:
    story = Story()
    story.call("a", 10)
    story.call("a", 20, "fail", attempt=2)
    story.call("b", 30, "open")
    told = line(api_latency(story.end()), "integration>erp")
    assert (told["calls"], told["p50_s"], told["max_observed_s"]) == (3, 1, 1)
    shares = [told[f"{name}_share"] for name in ("ok", "fail", "unknown", "repeated")]
    assert shares == [1 / 3] * 4


def test_the_close_tells_what_came_to_a_closed_period() -> None:
    story = Story()
    story.owe("2026-04", 5, f="billing.period_status", flow="P13", source="erp", mode="latest")
    story.period_closed("2026-04", 100)
    story.owe("a", 10, period="2026-04", amount_minor=700)
    story.effect("a", 130, period="2026-04", amount_minor=700)
    told = line(close_cycle(story.end()), "erp", 1)
    assert (told["closed_s"], told["cycle_s"], told["lag_s"]) == (100, 95, 0)
    assert (told["effects_after_close"], told["after_minor"]) == (1, 700)


def test_where_nothing_was_closed_no_period_is_named() -> None:
    (told,) = close_cycle(Story().history()).to_dict("records")
    assert (told["period"], told["effects_after_close"]) == ("", 0)
