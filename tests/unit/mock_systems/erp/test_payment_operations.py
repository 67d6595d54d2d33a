"""Payment runs: each invoice once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    Desk,
    invoice_body,
    order_body,
    receipt_body,
)


@pytest.fixture
def order(desk: Desk) -> str:
    return str(desk.done("create_purchase_order", **order_body())["OrderNumber"])


def run(desk: Desk, payment_date: str) -> tuple[int, str]:
    answer = desk.done("run_payments", "world/finance", PaymentDate=payment_date)
    return answer["Payments"], answer["Amount"]


def enter(desk: Desk, order: str, **changes: Any) -> dict[str, Any]:
    return desk.done("create_invoice", **invoice_body(order, **changes))


def test_due_invoice_is_paid_exactly_once(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    enter(desk, order)
    assert run(desk, "2026-05-12") == (0, "0.00")
    assert run(desk, "2026-05-13") == (1, "200.00")
    assert run(desk, "2026-05-14") == (0, "0.00")
    assert (desk.balance("2110"), desk.balance("1010")) == (0, -20000)
    (effect,) = desk.effects("erp.payment")
    assert (effect.key, effect.amount_minor) == ("PAY-00000001", 20000)
    assert (effect.facility, effect.period) == ("BU100", "2026-05")
    assert effect.facts == {
        "supplier": BOX_SUPPLIER,
        "invoice": "INV-1",
        "contract": "C-1",
        "source_order": "PO-1",
        "submitted": True,
        "method": "CHECK",
    }
    assert desk.events("erp.payment.issued") == [
        {
            "PaymentNumber": "PAY-00000001",
            "SupplierNumber": BOX_SUPPLIER,
            "InvoiceNumber": "INV-1",
            "InvoiceType": "STANDARD",
            "SourceOrderNumber": "PO-1",
            "ContractNumber": "C-1",
            "Amount": "200.00",
            "PaymentDate": "2026-05-13",
            "InvoiceDateOfIssue": "2026-04-13",
        }
    ]


def test_payment_is_no_invoice_status_for_the_subscribers(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    enter(desk, order)
    run(desk, "2026-05-13")
    assert len(desk.events("erp.invoice.changed")) == 1
    assert len(desk.effects("erp.invoice_status")) == 1
    (found,) = desk.done("find_invoices", SupplierNumber=BOX_SUPPLIER, InvoiceNumber="INV-1")[
        "items"
    ]
    assert (found["Status"], found["StatusVersion"]) == ("PAID", 2)


def test_held_invoice_is_paid_only_after_its_release(desk: Desk, order: str) -> None:
    number = enter(desk, order)["InvoiceId"]
    assert run(desk, "2026-05-20") == (0, "0.00")
    desk.done("release_hold", InvoiceId=number, Reason="agreed with the supplier")
    assert run(desk, "2026-05-20") == (1, "200.00")


def test_blocked_supplier_waits_until_it_is_active_again(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    enter(desk, order)
    desk.done("update_supplier", SupplierNumber=BOX_SUPPLIER, Status="INACTIVE")
    assert run(desk, "2026-05-20") == (0, "0.00")
    desk.done("update_supplier", SupplierNumber=BOX_SUPPLIER, Status="ACTIVE")
    assert run(desk, "2026-05-20") == (1, "200.00")


def test_invoices_are_paid_by_due_date(desk: Desk, order: str) -> None:
    for number, day in (("LATE", "2026-04-15"), ("EARLY", "2026-04-11"), ("MIDDLE", "2026-04-12")):
        desk.done("create_receipt", **receipt_body(order))
        enter(desk, order, InvoiceNumber=number, InvoiceDate=day)
    assert run(desk, "2026-05-12") == (2, "400.00")
    issued = desk.events("erp.payment.issued")
    assert [data["InvoiceNumber"] for data in issued] == ["EARLY", "MIDDLE"]


def test_payment_into_a_closed_period_is_refused(desk: Desk) -> None:
    outcome = desk.refused("run_payments", PaymentDate="2026-03-31")
    assert (outcome.status, outcome.code) == (422, "PERIOD_CLOSED")
