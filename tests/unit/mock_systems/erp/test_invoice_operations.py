"""Supplier invoices: entry, match, holds, release."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    EACH_SUPPLIER,
    Desk,
    invoice_body,
    invoice_line,
    order_body,
    receipt_body,
)


@pytest.fixture
def order(desk: Desk) -> str:
    return str(desk.done("create_purchase_order", **order_body())["OrderNumber"])


@pytest.fixture
def received(desk: Desk, order: str) -> str:
    desk.done("create_receipt", **receipt_body(order))
    return order


def status(desk: Desk, number: str = "INV-1") -> tuple[str, list[str], int]:
    (found,) = desk.done("find_invoices", SupplierNumber=BOX_SUPPLIER, InvoiceNumber=number)[
        "items"
    ]
    return found["Status"], found["Holds"], found["StatusVersion"]


def test_matched_invoice_is_approved_and_clears_the_accrual(desk: Desk, received: str) -> None:
    answer = desk.done("create_invoice", **invoice_body(received))
    assert answer == {
        "InvoiceId": 300000000000001,
        "Status": "APPROVED",
        "Holds": [],
        "StatusVersion": 1,
    }
    assert (desk.balance("2120"), desk.balance("2110"), desk.balance("5120")) == (0, -20000, 0)
    (effect,) = desk.effects("erp.invoice")
    assert (effect.key, effect.amount_minor) == (f"{BOX_SUPPLIER}/INV-1", 20000)
    assert (effect.period, effect.facility) == ("2026-04", "BU100")


def test_each_status_is_announced_with_its_version(desk: Desk, order: str) -> None:
    desk.done("create_invoice", **invoice_body(order))
    desk.done("create_receipt", **receipt_body(order))
    effects = desk.effects("erp.invoice_status")
    facts = {"submitted": True, "contract": "C-1", "amount_minor": 20000, "overbilled_minor": 0}
    held = {"status": "HELD", "holds": ("QTY_RECEIVED",), **facts}
    approved = {"status": "APPROVED", "holds": (), **facts}
    assert [(e.key, e.version, e.facts) for e in effects] == [
        (f"{BOX_SUPPLIER}/INV-1", 1, held),
        (f"{BOX_SUPPLIER}/INV-1", 2, approved),
    ]
    first, second = desk.events("erp.invoice.changed")
    assert first == {
        "InvoiceId": 300000000000001,
        "InvoiceNumber": "INV-1",
        "SupplierNumber": BOX_SUPPLIER,
        "InvoiceType": "STANDARD",
        "SourceOrderNumber": "PO-1",
        "Status": "HELD",
        "Holds": ["QTY_RECEIVED"],
        "StatusVersion": 1,
    }
    assert (second["Status"], second["Holds"], second["StatusVersion"]) == ("APPROVED", [], 2)


def test_due_date_follows_the_payment_terms(desk: Desk, received: str) -> None:
    desk.done("create_invoice", **invoice_body(received, InvoiceDate="2026-01-31"))
    (found,) = desk.done("find_invoices", SupplierNumber=BOX_SUPPLIER, InvoiceNumber="INV-1")[
        "items"
    ]
    assert found["DueDate"] == "2026-03-02"


def test_price_within_tolerance_is_approved_with_the_difference_as_variance(
    desk: Desk, received: str
) -> None:
    lines = [invoice_line(1, 1, 4, "BX", "51.25")]
    answer = desk.done(
        "create_invoice", **invoice_body(received, InvoiceAmount="205.00", Lines=lines)
    )
    assert answer["Status"] == "APPROVED"
    assert (desk.balance("2120"), desk.balance("2110"), desk.balance("5120")) == (0, -20500, 500)


def test_price_beyond_tolerance_is_held_whatever_is_received(desk: Desk, order: str) -> None:
    lines = [invoice_line(1, 1, 4, "BX", "51.26")]
    desk.done("create_invoice", **invoice_body(order, InvoiceAmount="205.04", Lines=lines))
    assert status(desk) == ("HELD", ["QTY_RECEIVED", "PRICE"], 1)
    desk.done("create_receipt", **receipt_body(order))
    assert status(desk) == ("HELD", ["PRICE"], 1)
    assert len(desk.events("erp.invoice.changed")) == 1


def test_lower_price_books_a_credit_variance(desk: Desk, received: str) -> None:
    lines = [invoice_line(1, 1, 4, "BX", "49.00")]
    desk.done("create_invoice", **invoice_body(received, InvoiceAmount="196.00", Lines=lines))
    assert desk.balance("5120") == -400


def test_invoice_in_each_matches_an_order_in_boxes(desk: Desk, received: str) -> None:
    lines = [invoice_line(1, 1, 40, "EA", "5.00")]
    answer = desk.done("create_invoice", **invoice_body(received, Lines=lines))
    assert answer["Status"] == "APPROVED"


def test_two_lines_on_one_order_line_are_counted_together(desk: Desk, received: str) -> None:
    lines = [invoice_line(n, 1, 3, "BX", "50.00") for n in (1, 2)]
    answer = desk.done(
        "create_invoice", **invoice_body(received, InvoiceAmount="300.00", Lines=lines)
    )
    assert answer["Holds"] == ["QTY_RECEIVED"]
    desk.done("create_receipt", **receipt_body(received, Quantity=2))
    assert status(desk)[0] == "APPROVED"


def test_exact_duplicate_is_refused(desk: Desk, received: str) -> None:
    desk.done("create_invoice", **invoice_body(received))
    outcome = desk.refused("create_invoice", **invoice_body(received))
    assert (outcome.status, outcome.code) == (409, "DUPLICATE_INVOICE")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"InvoiceAmount": "200.01"}, "AMOUNT_MISMATCH"),
        ({"SupplierNumber": "1"}, "UNKNOWN_SUPPLIER"),
        ({"SupplierNumber": EACH_SUPPLIER}, "SUPPLIER_MISMATCH"),
        ({"OrderNumber": "PO-1"}, "UNKNOWN_ORDER"),
        ({"SourceOrderNumber": "PO-2"}, "ORDER_MISMATCH"),
        ({"BusinessUnit": "BU200"}, "BUSINESS_UNIT_MISMATCH"),
        ({"AccountingDate": "2026-03-31"}, "PERIOD_CLOSED"),
        ({"InvoiceDate": "2026-04-31"}, "INVALID_REQUEST"),
        ({"InvoiceAmount": 200}, "INVALID_REQUEST"),
        ({"Lines": [invoice_line(1, 9, 4, "BX", "50.00")]}, "UNKNOWN_ORDER_LINE"),
        ({"Lines": [invoice_line(1, 1, 4, "PAL", "50.00")]}, "UOM_MISMATCH"),
        ({"Lines": [invoice_line(1, 1, 4, "BX", "50.001")]}, "INVALID_REQUEST"),
    ],
)
def test_invoice_that_contradicts_its_order_is_refused(
    desk: Desk, received: str, changes: dict[str, Any], code: str
) -> None:
    outcome = desk.refused("create_invoice", **invoice_body(received, **changes))
    assert (outcome.status, outcome.code) == (422, code)


def test_bad_second_line_leaves_the_first_unbilled(desk: Desk, received: str) -> None:
    lines = [invoice_line(1, 1, 2, "BX", "50.00"), invoice_line(2, 9, 2, "BX", "50.00")]
    desk.refused("create_invoice", **invoice_body(received, Lines=lines))
    assert desk.done("create_invoice", **invoice_body(received))["Status"] == "APPROVED"


def test_held_invoices_are_listed_until_they_are_released(desk: Desk, order: str) -> None:
    number = desk.done("create_invoice", **invoice_body(order))["InvoiceId"]
    (held,) = desk.done("list_held_invoices")["items"]
    assert held["InvoiceId"] == number
    released = desk.done(
        "release_hold", "world/ap_clerk", InvoiceId=str(number), Reason="seen on the dock"
    )
    assert (released["Status"], released["Holds"]) == ("APPROVED", [])
    assert desk.done("list_held_invoices")["items"] == []
    assert [e.key for e in desk.effects("erp.hold_release")] == [f"{BOX_SUPPLIER}/INV-1"]
    assert [data["Status"] for data in desk.events("erp.invoice.changed")] == ["HELD", "APPROVED"]


def test_receipt_after_a_release_changes_nothing_more(desk: Desk, order: str) -> None:
    number = desk.done("create_invoice", **invoice_body(order))["InvoiceId"]
    desk.done("release_hold", InvoiceId=number, Reason="urgent")
    desk.done("create_receipt", **receipt_body(order))
    assert status(desk) == ("APPROVED", [], 2)
    assert not desk.erp.tables.awaiting_receipt


def test_release_of_what_is_not_held_is_refused(desk: Desk, received: str) -> None:
    number = desk.done("create_invoice", **invoice_body(received))["InvoiceId"]
    again = desk.refused("release_hold", InvoiceId=number, Reason="x")
    assert (again.status, again.code) == (409, "NOT_HELD")
    nothing = desk.refused("release_hold", InvoiceId=1, Reason="x")
    assert (nothing.status, nothing.code) == (404, "INVOICE_NOT_FOUND")


def test_find_of_an_unknown_invoice_is_empty(desk: Desk) -> None:
    found = desk.done("find_invoices", SupplierNumber=BOX_SUPPLIER, InvoiceNumber="X")
    assert found == {"items": [], "hasMore": False}
