"""Orders after their creation (S01): versions, cancellation, final close (RP4, RP5, RP7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    BOXED,
    DIRECT,
    LOOSE,
    Desk,
    invoice_body,
    order_body,
    receipt_body,
)


@pytest.fixture
def order(desk: Desk) -> str:
    return str(desk.done("create_purchase_order", **order_body())["OrderNumber"])


def change(order: str, **changes: Any) -> dict[str, Any]:
    lines = [{"LineNumber": 1, "Quantity": 6, "UnitPrice": "40.00"}]
    body = {"OrderNumber": order, "Version": 2, "ChangeDate": "2026-04-11", "Lines": lines}
    return {**body, **changes}


def end(order: str) -> dict[str, Any]:
    return {"OrderNumber": order, "EndDate": "2026-04-20", "Reason": "no longer needed"}


def test_change_moves_the_encumbrance_by_the_difference(desk: Desk, order: str) -> None:
    answer = desk.done("change_purchase_order", **change(order))
    assert (answer["Amount"], answer["EncumberedAmount"]) == ("363.40", "363.40")
    assert (desk.balance("9100"), desk.balance("9190")) == (36340, -36340)
    assert desk.erp.tables.encumbered["CC-1010"] == 36340
    (effect,) = desk.effects("erp.order_change")
    assert (effect.key, effect.version, effect.amount_minor) == ("PO-1", 2, 36340)
    assert len(desk.effects("erp.encumbrance")) == 1


def test_versions_only_rise(desk: Desk, order: str) -> None:
    desk.done("change_purchase_order", **change(order, Version=3))
    for version in (2, 3):
        outcome = desk.refused("change_purchase_order", **change(order, Version=version))
        assert (outcome.status, outcome.code) == (409, "STALE_VERSION")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"LineNumber": 1, "UnitPrice": "1.00"}, "LINE_IN_USE"),
        ({"LineNumber": 1, "Quantity": 3}, "BELOW_RECEIVED"),
        ({"LineNumber": 9, "Quantity": 3}, "UNKNOWN_ORDER_LINE"),
    ],
)
def test_what_was_received_binds_a_change(
    desk: Desk, order: str, line: dict[str, Any], code: str
) -> None:
    desk.done("create_receipt", **receipt_body(order))
    assert desk.refused("change_purchase_order", **change(order, Lines=[line])).code == code


def test_a_substitute_takes_the_place_of_the_item_with_its_own_pack(desk: Desk, order: str) -> None:
    """Lines of the boxed item cannot become one that has no boxes."""
    line = {"LineNumber": 1, "ItemNumber": DIRECT, "UnitPrice": "40.00"}
    refused = desk.refused("change_purchase_order", **change(order, Lines=[line]))
    assert (refused.status, refused.code) == (422, "UOM_MISMATCH")
    line["ItemNumber"] = "999999999"
    assert desk.refused("change_purchase_order", **change(order, Lines=[line])).status == 422
    (standing,) = desk.erp.tables.orders_by_source["PO-1"]
    assert standing.lines[1].item == BOXED
    line = {"LineNumber": 2, "ItemNumber": DIRECT, "UnitPrice": "10.00"}
    desk.done("change_purchase_order", **change(order, Lines=[line]))
    changed = standing.lines[2]
    assert (changed.item, changed.factor, changed.unit_price_minor) == (DIRECT, 1, 1000)


def test_an_item_with_receipts_is_not_exchanged(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    line = {"LineNumber": 1, "ItemNumber": LOOSE}
    refused = desk.refused("change_purchase_order", **change(order, Lines=[line]))
    assert (refused.status, refused.code) == (409, "LINE_IN_USE")


def test_line_is_changed_once_in_a_version(desk: Desk, order: str) -> None:
    lines = [{"LineNumber": 1, "Quantity": 5}, {"LineNumber": 1, "Quantity": 6}]
    assert desk.refused("change_purchase_order", **change(order, Lines=lines)).code == (
        "DUPLICATE_LINE"
    )


def test_cancellation_lets_go_what_is_bound(desk: Desk, order: str) -> None:
    answer = desk.done("cancel_purchase_order", **end(order))
    assert (answer["Status"], answer["EncumberedAmount"]) == ("CANCELLED", "0.00")
    assert desk.balance("9100") == 0
    (effect,) = desk.effects("erp.order_cancellation")
    assert (effect.key, effect.amount_minor) == ("PO-1", 32340)


def test_order_received_and_not_invoiced_cannot_be_cancelled(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    outcome = desk.refused("cancel_purchase_order", **end(order))
    assert (outcome.status, outcome.code) == (409, "RECEIVED_NOT_INVOICED")
    desk.done("create_invoice", **invoice_body(order))
    assert desk.done("cancel_purchase_order", **end(order))["Status"] == "CANCELLED"
    assert (desk.balance("9100"), desk.balance("2120")) == (0, 0)


def test_cancelled_order_takes_nothing_any_more(desk: Desk, order: str) -> None:
    desk.done("cancel_purchase_order", **end(order))
    for operation, body in (
        ("create_receipt", receipt_body(order)),
        ("create_invoice", invoice_body(order)),
        ("change_purchase_order", change(order, Version=9)),
        ("cancel_purchase_order", end(order)),
        ("close_purchase_order", end(order)),
    ):
        assert desk.refused(operation, **body).code == "ORDER_ENDED"
    (found,) = desk.done("find_purchase_orders", SourceOrderNumber="PO-1")["items"]
    assert found["Status"] == "CANCELLED"


def test_complete_order_is_closed_not_cancelled(desk: Desk, order: str) -> None:
    loose = [{"LineNumber": 1, "OrderLineNumber": 2, "Quantity": 10, "UOMCode": "EA"}]
    desk.done("create_receipt", **receipt_body(order))
    desk.done("create_receipt", **receipt_body(order, LineNumber=2, Quantity=10, UOMCode="EA"))
    desk.done("create_invoice", **invoice_body(order))
    lines = [{**loose[0], "UnitPrice": "12.34"}]
    second = invoice_body(order, InvoiceNumber="INV-2", InvoiceAmount="123.40", Lines=lines)
    desk.done("create_invoice", **second)
    assert desk.refused("cancel_purchase_order", **end(order)).code == "NOTHING_TO_CANCEL"
    assert desk.done("close_purchase_order", **end(order))["Status"] == "FINALLY_CLOSED"
    assert desk.effects("erp.order_closure")[0].key == "PO-1"


def test_unknown_order_is_not_found(desk: Desk) -> None:
    assert desk.refused("cancel_purchase_order", **end("US9")).status == 404
