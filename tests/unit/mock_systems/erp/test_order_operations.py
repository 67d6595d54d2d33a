"""Purchase orders with their encumbrance."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    BOXED,
    LOOSE,
    Desk,
    invoice_body,
    invoice_line,
    order_body,
    order_line,
    receipt_body,
)


def test_order_encumbers_its_amount(desk: Desk) -> None:
    answer = desk.done("create_purchase_order", **order_body())
    assert answer == {"OrderNumber": "US00000001", "Status": "OPEN"}
    assert (desk.balance("9100"), desk.balance("9190")) == (32340, -32340)
    (effect,) = desk.effects("erp.encumbrance")
    assert (effect.key, effect.amount_minor, effect.facility) == ("PO-1", 32340, "BU100")


def test_same_source_order_twice_encumbers_twice_and_find_shows_both(desk: Desk) -> None:
    for _ in range(2):
        desk.done("create_purchase_order", **order_body())
    found = desk.done("find_purchase_orders", SourceOrderNumber="PO-1")["items"]
    assert [row["OrderNumber"] for row in found] == ["US00000001", "US00000002"]
    assert desk.balance("9100") == 2 * 32340
    assert len(desk.effects("erp.encumbrance")) == 2
    assert desk.done("find_purchase_orders", SourceOrderNumber="PO-2")["items"] == []


def test_order_shows_what_was_received_and_billed_until_it_is_complete(desk: Desk) -> None:
    body = order_body(Lines=[order_line(1, BOXED, "4", "BX", "50.00")])
    order = desk.done("create_purchase_order", **body)["OrderNumber"]
    desk.done("create_receipt", **receipt_body(order))
    (found,) = desk.done("find_purchase_orders", SourceOrderNumber="PO-1")["items"]
    assert (found["Status"], found["Amount"]) == ("OPEN", "200.00")
    assert found["Lines"][0]["ReceivedPrimaryQuantity"] == "40"
    assert found["Lines"][0]["BilledPrimaryQuantity"] == "0"
    desk.done("create_invoice", **invoice_body(order))
    (found,) = desk.done("find_purchase_orders", SourceOrderNumber="PO-1")["items"]
    assert found["Status"] == "CLOSED"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"SupplierNumber": "1"}, "UNKNOWN_SUPPLIER"),
        ({"BusinessUnit": "BU999"}, "UNKNOWN_BUSINESS_UNIT"),
        ({"CostCenter": "CC-9"}, "UNKNOWN_COST_CENTER"),
        ({"Lines": [order_line(1, "1", 1, "EA", "1.00")]}, "UNKNOWN_ITEM"),
        ({"Lines": [order_line(1, LOOSE, 1, "BX", "1.00")]}, "UOM_MISMATCH"),
        ({"Lines": [order_line(1, LOOSE, 1, "EA", "1.00")] * 2}, "DUPLICATE_LINE"),
        ({"Lines": [order_line(1, LOOSE, 1, "EA", "1.001")]}, "INVALID_REQUEST"),
        ({"Lines": [order_line(1, LOOSE, 0, "EA", "1.00")]}, "INVALID_REQUEST"),
        ({"Lines": []}, "INVALID_REQUEST"),
        ({"OrderDate": "2026-02-30"}, "INVALID_REQUEST"),
        ({"OrderDate": "2026-06-01"}, "PERIOD_CLOSED"),
    ],
)
def test_order_that_refers_to_nothing_known_is_refused(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    outcome = desk.refused("create_purchase_order", **order_body(**changes))
    assert (outcome.status, outcome.code) == (422, code)


def test_order_to_a_blocked_supplier_is_refused(desk: Desk) -> None:
    desk.done("update_supplier", SupplierNumber=BOX_SUPPLIER, Status="INACTIVE")
    assert desk.refused("create_purchase_order", **order_body()).code == "SUPPLIER_INACTIVE"


def test_order_of_a_closed_period_encumbers_the_next_open_one(desk: Desk) -> None:
    desk.done("create_purchase_order", **order_body(OrderDate="2026-03-31"))
    assert [effect.period for effect in desk.effects("erp.encumbrance")] == ["2026-04"]


def test_invoice_liquidates_encumbrance_never_below_zero(desk: Desk) -> None:
    body = order_body(Lines=[order_line(1, BOXED, 4, "BX", "50.00")])
    order = desk.done("create_purchase_order", **body)["OrderNumber"]
    for number, boxes, left in (("A", 3, 5000), ("B", 3, 0), ("C", 1, 0)):
        lines = [invoice_line(1, 1, boxes, "BX", "50.00")]
        amount = f"{boxes * 50}.00"
        bill = invoice_body(order, InvoiceNumber=number, InvoiceAmount=amount, Lines=lines)
        desk.done("create_invoice", **bill)
        assert desk.balance("9100") == left
