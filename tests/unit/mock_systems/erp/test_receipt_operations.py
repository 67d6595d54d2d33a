"""Receipts with their accrual."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    DIRECT,
    LOOSE,
    Desk,
    order_body,
    order_line,
    receipt_body,
)


@pytest.fixture
def order(desk: Desk) -> str:
    return str(desk.done("create_purchase_order", **order_body())["OrderNumber"])


def test_receipt_of_stock_accrues_at_the_order_price(desk: Desk, order: str) -> None:
    answer = desk.done("create_receipt", **receipt_body(order, Quantity=3))
    assert answer == {"ReceiptId": 300000000000001, "OverReceipt": False}
    assert (desk.balance("1310"), desk.balance("2120")) == (15000, -15000)
    (effect,) = desk.effects("erp.accrual")
    assert (effect.key, effect.amount_minor, effect.quantity) == ("RC-1/1", 15000, 30)
    assert (effect.uom, effect.period, effect.facility) == ("EA", "2026-04", "BU100")


def test_receipt_of_what_is_not_stocked_is_an_expense(desk: Desk) -> None:
    body = order_body(Lines=[order_line(1, DIRECT, 1, "EA", "80.00")])
    order = desk.done("create_purchase_order", **body)["OrderNumber"]
    desk.done("create_receipt", **receipt_body(order, Quantity=1, UOMCode="EA"))
    assert (desk.balance("1310"), desk.balance("5110")) == (0, 8000)


def test_same_receipt_line_twice_accrues_twice_and_find_shows_both(desk: Desk, order: str) -> None:
    for _ in range(2):
        desk.done("create_receipt", **receipt_body(order, Quantity=2))
    found = desk.done("find_receipts", ReceiptNumber="RC-1", ReceiptLine="1")["items"]
    assert [row["Amount"] for row in found] == ["100.00", "100.00"]
    assert desk.balance("2120") == -20000
    assert len(desk.effects("erp.accrual")) == 2
    assert desk.done("find_receipts", ReceiptNumber="RC-1", ReceiptLine=2)["items"] == []


def test_receipt_in_another_known_unit_is_converted(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order, Quantity=1, UOMCode="CS"))
    desk.done("create_receipt", **receipt_body(order, Quantity=20, UOMCode="EA"))
    assert [(e.quantity, e.amount_minor) for e in desk.effects("erp.accrual")] == [
        (40, 20000),
        (20, 10000),
    ]


def test_parts_of_a_box_add_up_to_the_price_of_the_box(desk: Desk) -> None:
    body = order_body(Lines=[order_line(1, "100000001", 1, "BX", "10.01")])
    order = desk.done("create_purchase_order", **body)["OrderNumber"]
    for _ in range(10):
        desk.done("create_receipt", **receipt_body(order, Quantity=1, UOMCode="EA"))
    amounts = [effect.amount_minor for effect in desk.effects("erp.accrual")]
    assert sum(amounts) == 1001
    assert set(amounts) == {100, 101}


def test_more_than_ordered_is_accepted_with_a_warning(desk: Desk, order: str) -> None:
    assert not desk.done("create_receipt", **receipt_body(order))["OverReceipt"]
    assert desk.done("create_receipt", **receipt_body(order, Quantity=1))["OverReceipt"]
    assert desk.balance("2120") == -25000


def test_box_factor_ignored_shows_as_over_receipt(desk: Desk, order: str) -> None:
    assert desk.done("create_receipt", **receipt_body(order, Quantity=40))["OverReceipt"]
    assert desk.effects("erp.accrual")[0].quantity == 400


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"OrderNumber": "PO-1"}, "UNKNOWN_ORDER"),
        ({"LineNumber": 3}, "UNKNOWN_ORDER_LINE"),
        ({"BusinessUnit": "BU200"}, "BUSINESS_UNIT_MISMATCH"),
        ({"UOMCode": "PAL"}, "UOM_MISMATCH"),
        ({"LineNumber": 2, "UOMCode": "BX"}, "UOM_MISMATCH"),
        ({"Quantity": "1.5"}, "INVALID_REQUEST"),
        ({"ReceiptLine": 0}, "INVALID_REQUEST"),
        ({"AccountingDate": "04/12/2026"}, "INVALID_REQUEST"),
    ],
)
def test_receipt_that_fits_no_order_line_is_refused(
    desk: Desk, order: str, changes: dict[str, Any], code: str
) -> None:
    outcome = desk.refused("create_receipt", **receipt_body(order, **changes))
    assert (outcome.status, outcome.code) == (422, code)


def test_receipt_into_a_closed_period_is_told_the_next_open_date(desk: Desk, order: str) -> None:
    outcome = desk.refused("create_receipt", **receipt_body(order, AccountingDate="2026-03-31"))
    assert (outcome.status, outcome.code) == (422, "PERIOD_CLOSED")
    assert outcome.body["NextOpenDate"] == "2026-04-01"


def test_loose_line_is_received_in_each(desk: Desk, order: str) -> None:
    body = receipt_body(order, LineNumber=2, Quantity="10", UOMCode="EA")
    desk.done("create_receipt", **body)
    assert desk.effects("erp.accrual")[0].amount_minor == 12340
    assert LOOSE in str(desk.done("find_purchase_orders", SourceOrderNumber="PO-1"))
