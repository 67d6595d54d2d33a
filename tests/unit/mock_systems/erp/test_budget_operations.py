"""Budgetary control: what is left to spend, when the month ends."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.unit.mock_systems.erp.desk import (
    DIRECT,
    Desk,
    cost_body,
    invoice_body,
    invoice_line,
    order_body,
    order_line,
)


def check(desk: Desk, amount: str = "100.00") -> tuple[str, str]:
    answer = desk.done("check_budget", CostCenter="CC-1010", Amount=amount, ReferenceNumber="REQ-1")
    return answer["Result"], answer["AvailableAmount"]


def test_amount_up_to_the_available_budget_passes(desk: Desk) -> None:
    assert check(desk, "1000.00") == ("PASSED", "1000.00")
    assert check(desk, "1000.01") == ("FAILED", "1000.00")
    assert desk.notes.effects == []


def test_order_binds_the_budget_and_its_invoice_frees_it(desk: Desk) -> None:
    order = desk.done("create_purchase_order", **order_body())["OrderNumber"]
    assert check(desk)[1] == "676.60"
    desk.done("create_invoice", **invoice_body(order))
    assert check(desk)[1] == "876.60"


def test_spending_of_the_period_reduces_the_budget(desk: Desk) -> None:
    desk.done("post_cost", **cost_body())
    assert check(desk)[1] == "962.98"
    desk.clock.instant = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert check(desk)[1] == "1000.00"


def test_period_of_the_check_ends_at_local_midnight(desk: Desk) -> None:
    desk.done("post_cost", **cost_body())
    desk.clock.instant = datetime(2026, 5, 1, 4, 59, tzinfo=UTC)
    assert check(desk)[1] == "962.98"
    desk.clock.instant = datetime(2026, 5, 1, 5, 0, tzinfo=UTC)
    assert check(desk)[1] == "1000.00"


def test_price_variance_counts_as_spent(desk: Desk) -> None:
    body = order_body(Lines=[order_line(1, DIRECT, 2, "EA", "100.00")])
    order = desk.done("create_purchase_order", **body)["OrderNumber"]
    lines = [invoice_line(1, 1, 2, "EA", "102.00")]
    desk.done("create_invoice", **invoice_body(order, InvoiceAmount="204.00", Lines=lines))
    assert check(desk)[1] == "996.00"


def test_without_an_open_period_every_check_fails(desk: Desk) -> None:
    for period in ("2026-04", "2026-05"):
        desk.done("set_period_status", PeriodName=period, Status="SOFT_CLOSED")
    assert check(desk, "0") == ("FAILED", "0.00")


def test_overspent_budget_is_shown_below_zero(desk: Desk) -> None:
    desk.done("post_cost", **cost_body(Quantity=100))
    assert check(desk, "0.00") == ("FAILED", "-234.00")


def test_unknown_cost_center_is_refused(desk: Desk) -> None:
    outcome = desk.refused("check_budget", CostCenter="X", Amount="1", ReferenceNumber="R")
    assert (outcome.status, outcome.code) == (422, "UNKNOWN_COST_CENTER")
