"""A site's documents go back: reversed once if they had come, refused if they come later (P14)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import Desk
from tests.unit.mock_systems.erp.test_site_operations import ORDER, VOUCHER

BACK: dict[str, Any] = {
    "Site": "CLINIC1",
    "Reference": "V000001",
    "Kind": "OPENING_BILL",
    "AccountingDate": "2026-04-16",
}


def test_an_opening_bill_moves_back_to_accrued_expense(desk: Desk) -> None:
    desk.done("take_over_voucher", **VOUCHER)
    desk.done("return_to_site", **BACK)
    assert (desk.balance("2130"), desk.balance("2115")) == (0, 0)
    came, went = desk.effects("erp.opening_payable")
    assert (came.version, went.version) == (0, 1)
    assert (went.key, went.amount_minor) == ("CLINIC1/V000001", 1_234)


def test_a_bill_is_no_expense_any_more_and_both_journals_stay(desk: Desk) -> None:
    desk.done("take_over_voucher", **VOUCHER, Account="6100")
    desk.done("return_to_site", **{**BACK, "Kind": "BILL"})
    assert (desk.balance("6100"), desk.balance("2115")) == (0, 0)
    journals = [j for j in desk.erp.tables.ledger.journals if j.reference == "CLINIC1/V000001"]
    assert [journal.accounting_date for journal in journals] == ["2026-04-10", "2026-04-16"]
    assert [effect.version for effect in desk.effects("erp.site_voucher")] == [0, 1]


def test_an_order_goes_back_without_a_posting(desk: Desk) -> None:
    desk.done("take_over_order", **ORDER)
    desk.done("return_to_site", **{**BACK, "Reference": "PO000001", "Kind": "ORDER"})
    _, went = desk.effects("erp.opening_order")
    assert (went.key, went.amount_minor, went.version) == ("CLINIC1/PO000001", 90_000, 1)
    assert not list(desk.books("erp.gl_balance"))


def test_who_took_a_bill_over_twice_has_both_reversed(desk: Desk) -> None:
    for _ in range(2):
        desk.done("take_over_voucher", **VOUCHER)
    assert desk.done("return_to_site", **BACK)["Amount"] == "24.68"
    assert desk.balance("2115") == 0


@pytest.mark.parametrize(
    ("operation", "body", "kind"),
    [
        ("take_over_voucher", VOUCHER, "OPENING_BILL"),
        ("take_over_voucher", {**VOUCHER, "Account": "6100"}, "BILL"),
        ("take_over_order", ORDER, "ORDER"),
    ],
)
def test_what_went_back_before_it_came_is_refused_when_it_comes(
    desk: Desk, operation: str, body: dict[str, Any], kind: str
) -> None:
    back = {**BACK, "Reference": body["Reference"], "Kind": kind}
    assert desk.done("return_to_site", **back)["Amount"] == "0.00"
    assert desk.refused(operation, **body).code == "RETURNED_TO_SITE"
    desk.done(operation, **{**body, "Reference": f"{body['Reference']}#2"})


def test_a_document_goes_back_once_and_a_find_shows_it(desk: Desk) -> None:
    desk.done("return_to_site", **BACK)
    assert desk.refused("return_to_site", **BACK).code == "RETURNED_TO_SITE"
    found = desk.done("find_site_returns", Site="CLINIC1", Reference="V000001")["items"]
    assert found == [{**BACK, "Amount": "0.00"}]
    assert not desk.done("find_site_returns", Site="CLINIC2")["items"]


def test_a_return_in_a_closed_period_is_refused_and_reverses_nothing(desk: Desk) -> None:
    desk.done("take_over_voucher", **VOUCHER)
    refused = desk.refused("return_to_site", **{**BACK, "AccountingDate": "2026-03-31"})
    assert refused.code == "PERIOD_CLOSED"
    assert desk.balance("2115") == -1_234
    assert not desk.done("find_site_returns", Site="CLINIC1")["items"]
