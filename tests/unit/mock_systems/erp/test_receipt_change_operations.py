"""Receipts after their posting (S01): corrections, returns, always by reversal (RA3)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import Desk, invoice_body, order_body, receipt_body


@pytest.fixture
def order(desk: Desk) -> str:
    number = str(desk.done("create_purchase_order", **order_body())["OrderNumber"])
    desk.done("create_receipt", **receipt_body(number))
    return number


def body(**changes: Any) -> dict[str, Any]:
    return {
        "ReceiptNumber": "RC-1",
        "ReceiptLine": 1,
        "AccountingDate": "2026-04-20",
        **changes,
    }


def test_correction_is_a_reversal_pair_of_the_same_key(desk: Desk, order: str) -> None:
    answer = desk.done("correct_receipt", **body(CorrectionNumber="K-1", Quantity=3))
    assert (answer["PrimaryQuantity"], answer["Amount"]) == ("-10", "-50.00")
    accruals = [(e.key, e.count, e.amount_minor, e.quantity) for e in desk.effects("erp.accrual")]
    assert accruals == [
        ("RC-1/1", 1, 20000, 40),
        ("RC-1/1", -1, 20000, 40),
        ("RC-1/1", 1, 15000, 30),
    ]
    assert (desk.balance("1310"), desk.balance("2120")) == (15000, -15000)


def test_correction_to_zero_takes_the_receipt_back(desk: Desk, order: str) -> None:
    desk.done("correct_receipt", **body(CorrectionNumber="K-1", Quantity=0))
    assert desk.balance("2120") == 0
    assert sum(effect.count for effect in desk.effects("erp.accrual")) == 0


def test_return_gives_the_accrual_back_in_part(desk: Desk, order: str) -> None:
    desk.done("return_receipt", **body(ReturnNumber="RT-1", Quantity=1, Reason="torn"))
    assert (desk.balance("1310"), desk.balance("2120")) == (15000, -15000)
    (effect,) = desk.effects("erp.receipt_return")
    assert (effect.key, effect.amount_minor, effect.quantity) == ("RT-1", 5000, 10)
    found = desk.done("find_receipt_changes", Kind="RETURN", Number="RT-1")["items"]
    assert [change["PrimaryQuantity"] for change in found] == ["-10"]


def test_more_than_stands_cannot_go_back(desk: Desk, order: str) -> None:
    returned = body(ReturnNumber="RT-1", Quantity=3, Reason="torn")
    desk.done("return_receipt", **returned)
    assert desk.refused("return_receipt", **returned).code == "EXCEEDS_RECEIVED"


def test_correction_upwards_covers_the_invoice_that_waited(desk: Desk, order: str) -> None:
    desk.done("return_receipt", **body(ReturnNumber="RT-1", Quantity=1, Reason="torn"))
    assert desk.done("create_invoice", **invoice_body(order))["Holds"] == ["QTY_RECEIVED"]
    desk.done("correct_receipt", **body(CorrectionNumber="K-1", Quantity=4))
    assert [e["Status"] for e in desk.events("erp.invoice.changed")] == ["HELD", "APPROVED"]


def test_receipt_that_was_posted_twice_must_be_named(desk: Desk, order: str) -> None:
    second = desk.done("create_receipt", **receipt_body(order))["ReceiptId"]
    correction = body(CorrectionNumber="K-1", Quantity=0)
    assert desk.refused("correct_receipt", **correction).code == "AMBIGUOUS_RECEIPT"
    desk.done("correct_receipt", **correction, ReceiptId=second)
    assert desk.balance("2120") == -20000


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Quantity": 4}, "NOTHING_TO_CHANGE"),
        ({"Quantity": 1, "ReceiptNumber": "RC-9"}, "UNKNOWN_RECEIPT"),
        ({"Quantity": 1, "AccountingDate": "2026-03-31"}, "PERIOD_CLOSED"),
    ],
)
def test_bad_correction_is_refused(
    desk: Desk, order: str, changes: dict[str, Any], code: str
) -> None:
    assert (
        desk.refused("correct_receipt", **body(**{"CorrectionNumber": "K-1", **changes})).code
        == code
    )
