"""Subledger totals, once for each period."""

from __future__ import annotations

from typing import Any

from tests.unit.mock_systems.erp.desk import Desk

FIND = {"PeriodName": "2026-04", "BusinessUnit": "BU100", "Subledger": "BILLING"}
TOTALS: dict[str, Any] = {
    **FIND,
    "LineCount": 3,
    "TotalQuantity": "1500000",
    "TotalAmount": "12.50",
}


def test_totals_are_recorded_under_the_common_location_number(desk: Desk) -> None:
    assert desk.done("submit_subledger_totals", **TOTALS) == TOTALS
    (effect,) = desk.effects("erp.subledger_totals")
    assert effect.key == "2026-04/0614141000012/BILLING"
    assert (effect.quantity, effect.amount_minor) == (1_500_000, 1250)
    assert (effect.facility, effect.period) == ("BU100", "2026-04")
    assert desk.done("find_subledger_totals", **FIND)["items"] == [TOTALS]
    assert desk.done("list_subledger_totals", PeriodName="2026-04")["items"] == [TOTALS]


def test_second_submission_of_the_same_totals_is_refused(desk: Desk) -> None:
    desk.done("submit_subledger_totals", **TOTALS)
    outcome = desk.refused("submit_subledger_totals", **{**TOTALS, "TotalQuantity": 0})
    assert (outcome.status, outcome.code) == (409, "DUPLICATE_TOTALS")
    desk.done("submit_subledger_totals", **{**TOTALS, "Subledger": "INVENTORY"})
    desk.done("submit_subledger_totals", **{**TOTALS, "BusinessUnit": "BU200"})


def test_closed_period_still_takes_totals(desk: Desk) -> None:
    desk.done("submit_subledger_totals", **{**TOTALS, "PeriodName": "2026-03"})


def test_totals_of_nothing_known_are_refused(desk: Desk) -> None:
    for changes, code in (
        ({"BusinessUnit": "BU999"}, "UNKNOWN_BUSINESS_UNIT"),
        ({"PeriodName": "2027-01"}, "UNKNOWN_PERIOD"),
        ({"Subledger": "PAYROLL"}, "INVALID_REQUEST"),
        ({"TotalAmount": "1.999"}, "INVALID_REQUEST"),
    ):
        outcome = desk.refused("submit_subledger_totals", **{**TOTALS, **changes})
        assert (outcome.status, outcome.code) == (422, code)
    assert desk.done("find_subledger_totals", **FIND)["items"] == []
    assert desk.done("list_subledger_totals", PeriodName="2026-04")["items"] == []
