"""Credit memos and void invoices (S01): what was billed is taken back, in part or whole (IM2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    Desk,
    invoice_body,
    invoice_line,
    order_body,
    receipt_body,
)


@pytest.fixture
def order(desk: Desk) -> str:
    return str(desk.done("create_purchase_order", **order_body())["OrderNumber"])


def memo(order: str, **changes: Any) -> dict[str, Any]:
    """One box of the four at the order's price."""
    return {
        "CreditNumber": "CM-1",
        "SupplierNumber": BOX_SUPPLIER,
        "OrderNumber": order,
        "BusinessUnit": "BU100",
        "InvoiceNumber": "INV-1",
        "CreditType": "RETURN",
        "CreditAmount": "50.00",
        "AccountingDate": "2026-04-20",
        "Lines": [invoice_line(1, 1, 1, "BX", "50.00")],
        **changes,
    }


def run(desk: Desk, day: str) -> str:
    return str(desk.done("run_payments", PaymentDate=day)["Amount"])


def test_credit_lowers_what_its_invoice_costs(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    desk.done("create_invoice", **invoice_body(order))
    answer = desk.done("create_credit_memo", **memo(order))
    assert (answer["Status"], answer["AppliedAmount"]) == ("APPLIED", "50.00")
    assert (desk.balance("2110"), desk.balance("2120")) == (-15000, -5000)
    assert desk.balance("9100") == 12340 + 5000  # the box may be ordered again
    assert run(desk, "2026-05-20") == "150.00"
    assert desk.balance("2110") == 0
    (effect,) = desk.effects("erp.credit_memo")
    assert (effect.key, effect.amount_minor) == (f"{BOX_SUPPLIER}/CM-1", 5000)


def test_credit_of_a_whole_invoice_leaves_nothing_to_pay(desk: Desk, order: str) -> None:
    """No money moves, so the status alone says that it is paid."""
    desk.done("create_receipt", **receipt_body(order))
    desk.done("create_invoice", **invoice_body(order))
    lines = [invoice_line(1, 1, 1, "BX", "200.00")]
    waived = memo(order, CreditType="PRICE", CreditAmount="200.00", Lines=lines)
    desk.done("create_credit_memo", **waived)
    assert run(desk, "2026-05-20") == "0.00"
    assert (desk.effects("erp.payment"), desk.events("erp.payment.issued")) == ([], [])
    told = [(e.version, e.facts["status"]) for e in desk.effects("erp.invoice_status")]
    assert told == [(1, "APPROVED"), (2, "PAID")]
    assert desk.events("erp.invoice.changed")[-1]["Status"] == "PAID"
    assert (desk.balance("2110"), desk.balance("1010")) == (0, 0)
    sent_back = {"ReasonCode": "R03", "AccountingDate": "2026-05-21"}
    outcome = desk.refused("reject_payment", PaymentNumber="PAY-00000001", **sent_back)
    assert (outcome.status, outcome.code) == (409, "NOTHING_SENT")


def test_credit_of_a_paid_invoice_lowers_the_next_payment(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    desk.done("create_invoice", **invoice_body(order))
    run(desk, "2026-05-13")
    assert desk.done("create_credit_memo", **memo(order))["Status"] == "OPEN"
    lines = [invoice_line(1, 2, 10, "EA", "12.34")]
    second = invoice_body(order, InvoiceNumber="INV-2", InvoiceAmount="123.40", Lines=lines)
    desk.done("create_receipt", **receipt_body(order, LineNumber=2, Quantity=10, UOMCode="EA"))
    desk.done("create_invoice", **second)
    assert run(desk, "2026-05-14") == "73.40"
    assert desk.balance("2110") == 0


def test_price_credit_moves_no_units(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    desk.done("create_invoice", **invoice_body(order))
    lines = [invoice_line(1, 1, 4, "BX", "5.00")]
    desk.done(
        "create_credit_memo", **memo(order, CreditType="PRICE", CreditAmount="20.00", Lines=lines)
    )
    assert (desk.balance("5120"), desk.balance("2120"), desk.balance("9100")) == (-2000, 0, 12340)
    assert run(desk, "2026-05-20") == "180.00"


def test_credit_releases_the_invoice_that_waited_for_those_units(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order, Quantity=3))
    assert desk.done("create_invoice", **invoice_body(order))["Status"] == "HELD"
    desk.done("create_credit_memo", **memo(order))
    assert desk.events("erp.invoice.changed")[-1]["Status"] == "APPROVED"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"CreditNumber": "inv 1"}, "DUPLICATE_INVOICE"),
        ({"InvoiceNumber": "INV-9"}, "UNKNOWN_INVOICE"),
        ({"CreditAmount": "49.00"}, "AMOUNT_MISMATCH"),
        (
            {"CreditAmount": "250.00", "Lines": [invoice_line(1, 1, 5, "BX", "50.00")]},
            "EXCEEDS_INVOICE",
        ),
        (
            {"CreditAmount": "5.00", "Lines": [invoice_line(1, 1, 5, "BX", "1.00")]},
            "EXCEEDS_BILLED",
        ),
        ({"InvoiceNumber": "", "Lines": [invoice_line(1, 2, 1, "EA", "50.00")]}, "EXCEEDS_BILLED"),
        ({"CreditAmount": "0.00", "Lines": [invoice_line(1, 1, 1, "BX", "0")]}, "INVALID_AMOUNT"),
    ],
)
def test_credit_beyond_what_was_billed_is_refused(
    desk: Desk, order: str, changes: dict[str, Any], code: str
) -> None:
    desk.done("create_invoice", **invoice_body(order))
    assert desk.refused("create_credit_memo", **memo(order, **changes)).code == code


def void(desk: Desk, number: int) -> dict[str, Any]:
    body: dict[str, Any] = {"InvoiceId": number, "AccountingDate": "2026-04-20", "Reason": "twice"}
    return desk.done("cancel_invoice", **body)


def test_void_invoice_leaves_no_balance(desk: Desk, order: str) -> None:
    lines = [invoice_line(1, 1, 4, "BX", "51.00")]
    body = invoice_body(
        order, InvoiceAmount="209.00", TaxAmount="3.00", FreightAmount="2.00", Lines=lines
    )
    number = desk.done("create_invoice", **body)["InvoiceId"]
    assert (desk.balance("5140"), desk.balance("5130")) == (300, 200)
    assert void(desk, number)["Status"] == "CANCELLED"
    for account in ("2110", "2120", "5120", "5130", "5140"):
        assert desk.balance(account) == 0
    assert desk.balance("9100") == 32340
    assert [effect.count for effect in desk.effects("erp.invoice")] == [1]
    (effect,) = desk.effects("erp.invoice_cancellation")
    assert (effect.count, effect.amount_minor, effect.facts) == (1, 20900, {"reason": "twice"})
    assert desk.events("erp.invoice.changed")[-1]["Status"] == "CANCELLED"


def test_void_invoice_is_neither_held_nor_paid_and_keeps_its_number(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    void(desk, desk.done("create_invoice", **invoice_body(order))["InvoiceId"])
    assert run(desk, "2026-05-20") == "0.00"
    assert desk.refused("create_invoice", **invoice_body(order)).code == "DUPLICATE_INVOICE"
    again = desk.done("create_invoice", **invoice_body(order, InvoiceNumber="INV-1A"))
    assert again["Status"] == "APPROVED"


def test_who_waited_behind_a_void_invoice_waits_for_fewer_units(desk: Desk, order: str) -> None:
    first = desk.done("create_invoice", **invoice_body(order))["InvoiceId"]
    second = invoice_body(
        order,
        InvoiceNumber="INV-2",
        InvoiceAmount="50.00",
        Lines=[invoice_line(1, 1, 1, "BX", "50.00")],
    )
    desk.done("create_invoice", **second)
    desk.done("create_receipt", **receipt_body(order, Quantity=1))
    void(desk, first)
    assert desk.events("erp.invoice.changed")[-1]["InvoiceNumber"] == "INV-2"
    assert desk.events("erp.invoice.changed")[-1]["Status"] == "APPROVED"


def test_paid_or_credited_invoice_cannot_be_void(desk: Desk, order: str) -> None:
    desk.done("create_receipt", **receipt_body(order))
    number = desk.done("create_invoice", **invoice_body(order))["InvoiceId"]
    body = {"InvoiceId": number, "AccountingDate": "2026-05-20", "Reason": "x"}
    desk.done("create_credit_memo", **memo(order))
    assert desk.refused("cancel_invoice", **body).code == "HAS_CREDITS"
    run(desk, "2026-05-20")
    assert desk.refused("cancel_invoice", **body).code == "NOT_CANCELLABLE"
    assert desk.refused("cancel_invoice", **{**body, "InvoiceId": 1}).status == 404


def test_memo_is_found_by_its_number(desk: Desk, order: str) -> None:
    desk.done("create_invoice", **invoice_body(order))
    desk.done("create_credit_memo", **memo(order))
    body = {"SupplierNumber": BOX_SUPPLIER, "CreditNumber": "CM-1"}
    (found,) = desk.done("find_credit_memos", **body)["items"]
    assert (found["InvoiceNumber"], found["CreditAmount"]) == ("INV-1", "50.00")
