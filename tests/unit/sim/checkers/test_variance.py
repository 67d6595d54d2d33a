"""Variance: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from typing import Any

from sim.checkers.variance import check_variance
from sim.checkers.verdict import Finding
from tests.unit.sim.history_builder import DAY, Story

COST: dict[str, Any] = {"amount_minor": 500, "quantity": 4, "uom": "EA", "period": "2026-04"}


def judged(owed: dict[str, Any], posted: dict[str, Any], closed_s: float = -1) -> Finding:
    story = Story()
    if closed_s >= 0:
        story.period_closed("2026-04", closed_s)
    story.owe("a", **owed)
    story.effect("a", **posted)
    return check_variance(story.end())


def test_an_empty_history_is_unknown() -> None:
    assert check_variance(Story().history()).outcome == "unknown"


def test_only_obligations_in_flight_are_unknown() -> None:
    story = Story()
    story.owe("a", due_s=2 * DAY, amount_minor=5)
    finding = check_variance(story.end())
    assert finding.outcome == "unknown"
    assert (finding.measured["v_abs_minor"], finding.measured["unexplained_minor"]) == (5, 0)


def test_equal_books_pass() -> None:
    assert judged(COST, COST).outcome == "pass"


def test_a_wrong_amount_fails() -> None:
    finding = judged(COST, {**COST, "amount_minor": 490})
    assert finding.outcome == "fail"
    assert finding.measured["amount_minor"] == 10
    assert finding.measured["inventory>erp v_net_minor"] == 10


def test_a_wrong_quantity_fails() -> None:
    finding = judged(COST, {**COST, "quantity": 40})
    assert finding.measured["unexplained_quantity"] == 36
    assert finding.measured["unexplained_minor"] == 0


def test_a_wrong_unit_of_measure_fails() -> None:
    assert judged(COST, {**COST, "uom": "BX"}).measured["uom_errors"] == 1


def test_opposite_errors_cancel_only_in_the_net_figure() -> None:
    story = Story()
    for key, amount_minor in (("a", 90), ("b", 110)):
        story.owe(key, amount_minor=100)
        story.effect(key, amount_minor=amount_minor)
    finding = check_variance(story.end())
    assert finding.outcome == "fail"
    assert finding.measured["inventory>erp v_net_minor"] == 0
    assert finding.measured["inventory>erp v_abs_minor"] == 20


def test_missing_duplicate_and_phantom_are_told_apart() -> None:
    story = Story()
    story.owe("missing", amount_minor=1)
    story.owe("twice", amount_minor=10)
    story.effect("twice", amount_minor=10)
    story.effect("twice", amount_minor=10)
    story.effect("phantom", amount_minor=100)
    measured = check_variance(story.end()).measured
    kinds = [measured[f"{kind}_minor"] for kind in ("missing", "duplicate", "phantom", "amount")]
    assert kinds == [1, 10, 100, 0]
    assert measured["inventory>erp v_abs_units"] == 3
    assert measured["inventory>erp v_net_units"] == -1


def test_a_wrong_period_fails() -> None:
    finding = judged(COST, {**COST, "period": "2026-05"})
    assert finding.outcome == "fail"
    assert finding.measured["period_errors"] == 1
    assert finding.evidence[0].message == "erp.cost a: posted in 2026-05, owed in 2026-04"


def test_the_next_period_is_right_once_the_business_period_was_closed() -> None:
    assert judged(COST, {**COST, "period": "2026-05"}, closed_s=30).outcome == "pass"


def test_the_next_period_is_wrong_while_the_business_period_was_open() -> None:
    assert judged(COST, {**COST, "period": "2026-05"}, closed_s=90).outcome == "fail"


def test_an_earlier_period_is_wrong_even_when_the_business_period_was_closed() -> None:
    assert judged(COST, {**COST, "period": "2026-03"}, closed_s=30).outcome == "fail"


def test_a_close_counts_for_a_system_from_when_it_was_told() -> None:
    story = Story()
    owed: dict[str, Any] = {"f": "billing.period_status", "agg_version": 3, "mode": "latest"}
    story.owe("2026-04", 0, flow="P13", source="erp", detail="CLOSED", **owed)
    story.owe("a", f="billing.charge", period="2026-04")
    story.effect("a", 60, f="billing.charge", period="2026-05")
    story.effect("2026-04", 70, f="billing.period_status", agg_version=3)
    assert check_variance(story.end()).measured["period_errors"] == 1


def test_a_version_behind_is_one_unit() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.owe_version("s", 2)
    story.version("s", 1)
    finding = check_variance(story.end())
    assert finding.measured["erp>procurement v_abs_units"] == 1


def test_queued_for_a_confirmed_cause_is_explained() -> None:
    story = Story()
    story.period_closed("2026-04", 0)
    story.owe("a", 10, **COST)
    story.item("a", "period_closed")
    finding = check_variance(story.end())
    assert finding.outcome == "pass"
    assert finding.measured["v_abs_minor"] == 500
