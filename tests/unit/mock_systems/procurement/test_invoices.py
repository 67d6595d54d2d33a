"""Invoices: one for each number, a status that anything overwrites, payments that repeat."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.stage import (
    Body,
    Suite,
    invoice,
    line,
    payment,
    status_report,
)

OPEN: Body = {
    "supplier-id": 1,
    "erp-number": "30000001",
    "invoice-number": "OLD-1",
    "po-number": "PO-OLD",
    "total": "125.00",
    "contract-number": "K-1",
    "status": "approved",
}


def found(suite: Suite, number: str = "INV-1") -> Body:
    asked = {"erp-number": "30000001", "invoice-number": number}
    (row,) = suite.ok("find_invoices", asked)["invoices"]
    body: Body = row
    return body


def test_a_submitted_invoice_is_effected_and_announced() -> None:
    suite = Suite()
    suite.invoiced()
    (effect,) = suite.effects("procurement.invoice")
    assert (effect.key, effect.amount_minor) == ("30000001/INV-1", 12500)
    assert effect.facts == {"po": "PO-00000001", "contract": "K-1", "erp_supplier": "30000001"}
    assert suite.events("procurement.invoice.submitted") == [
        {
            "id": 1,
            "invoice-number": "INV-1",
            "supplier-id": 1,
            "erp-supplier-number": "30000001",
            "po-number": "PO-00000001",
            "contract-number": "K-1",
            "ship-to": "SHIP-1001",
            "invoice-date": "04/20/2026",
            "total": "125.00",
            "lines": [
                {
                    "line-num": 1,
                    "po-line": 1,
                    "quantity": 10,
                    "uom": "box",
                    "unit-price": "12.5000",
                }
            ],
        }
    ]


def test_a_duplicate_number_of_a_supplier_is_refused() -> None:
    suite = Suite()
    suite.invoiced()
    answer = suite.refused("submit_invoice", invoice("PO-00000001"))
    assert (answer.status, "DUPLICATE_INVOICE" in answer.text) == (409, True)


def test_two_suppliers_may_use_the_same_number() -> None:
    suite = Suite()
    suite.invoiced()
    (po_number,) = suite.ordered(line("200", 1))
    priced = {"line-num": 1, "po-line": 1, "quantity": 1, "uom": "box", "unit-price": "3.00"}
    body = invoice(po_number) | {"supplier-id": 2, "total": "3.00", "lines": [priced]}
    assert suite.ok("submit_invoice", body)["id"] == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"supplier-id": 9}, "UNKNOWN_SUPPLIER"),
        ({"supplier-id": 2}, "WRONG_SUPPLIER"),
        ({"po-number": "PO-9"}, "UNKNOWN_ORDER"),
        ({"total": "125.01"}, "TOTAL_MISMATCH"),
        ({"total": "125.000"}, "at most 2 decimals"),
        ({"total": 125}, "decimal string"),
        ({"total": "-125.00"}, "INVALID_REQUEST"),
        ({"lines": []}, "INVALID_REQUEST"),
        ({"invoice-date": "04/31/2026"}, "INVALID_REQUEST"),
    ],
)
def test_a_bad_invoice_is_refused(changed: Body, code: str) -> None:
    suite = Suite()
    (po_number,) = suite.ordered(line("100", 10))
    answer = suite.refused("submit_invoice", invoice(po_number) | changed)
    assert answer.status == 422
    assert code in answer.text


@pytest.mark.parametrize(
    ("numbers", "code"), [([(1, 2)], "UNKNOWN_LINE"), ([(1, 1), (1, 1)], "DUPLICATE_LINE")]
)
def test_a_bad_invoice_line_is_refused(numbers: list[tuple[int, int]], code: str) -> None:
    suite = Suite()
    (po_number,) = suite.ordered(line("100", 10))
    lines = [
        {"line-num": a, "po-line": b, "quantity": 10, "uom": "box", "unit-price": "12.50"}
        for a, b in numbers
    ]
    assert code in suite.refused("submit_invoice", invoice(po_number) | {"lines": lines}).text


def test_a_late_status_overwrites_a_newer_one() -> None:
    suite = Suite()
    invoice_id = suite.approved()
    late = status_report(invoice_id, "on-hold", 0) | {"reasons": ["QTY_RECEIVED"]}
    suite.ok("update_invoice_status", late)
    row = found(suite)
    assert (row["status"], row["status-version"], row["reasons"]) == (
        "on-hold",
        0,
        ["QTY_RECEIVED"],
    )
    effects = suite.effects("procurement.invoice_status")
    assert [(e.key, e.version) for e in effects] == [("30000001/INV-1", 1), ("30000001/INV-1", 0)]


def test_an_invoice_cannot_become_submitted_again() -> None:
    suite = Suite()
    body = status_report(suite.approved(), "submitted", 2)
    assert suite.refused("update_invoice_status", body).status == 422


def test_a_full_payment_makes_an_approved_invoice_paid() -> None:
    suite = Suite()
    suite.ok("record_payment", payment(suite.approved()))
    row = found(suite)
    assert row["status"] == "paid"
    assert row["payments"] == [
        {"payment-number": "PAY-1", "amount": "125.00", "paid-on": "05/04/2026", "returned": ""}
    ]
    (effect,) = suite.effects("procurement.payment")
    assert (effect.key, effect.amount_minor) == ("PAY-1", 12500)


def test_a_part_payment_leaves_the_invoice_approved() -> None:
    suite = Suite()
    answer = suite.ok("record_payment", payment(suite.approved(), amount="25.00"))
    assert answer["status"] == "approved"


def test_the_same_payment_number_twice_makes_two_payments() -> None:
    suite = Suite()
    invoice_id = suite.approved()
    for _ in range(2):
        suite.ok("record_payment", payment(invoice_id))
    assert len(found(suite)["payments"]) == 2
    assert len(suite.effects("procurement.payment")) == 2
    paid = [e for e in suite.system.books() if e.kind == "procurement.invoice_paid"]
    assert [(e.key, e.amount_minor) for e in paid] == [("30000001/INV-1", 25000)]


def test_a_cancelled_invoice_is_shown_and_takes_no_payment() -> None:
    suite = Suite()
    invoice_id = suite.invoiced()
    suite.ok("update_invoice_status", status_report(invoice_id, "on-hold", 1))
    suite.ok("update_invoice_status", status_report(invoice_id, "cancelled", 2))
    assert (found(suite)["status"], found(suite)["status-version"]) == ("cancelled", 2)
    assert suite.effects("procurement.invoice_status")[-1].facts == {"status": "cancelled"}
    assert suite.refused("record_payment", payment(invoice_id)).status == 409


def test_an_invoice_that_credits_cover_is_paid_by_the_word_of_the_erp() -> None:
    suite = Suite()
    suite.ok("update_invoice_status", status_report(suite.approved(), "paid", 2))
    assert (found(suite)["status"], found(suite)["payments"]) == ("paid", [])


@pytest.mark.parametrize("status", ["submitted", "on-hold"])
def test_a_payment_before_approval_is_refused(status: str) -> None:
    suite = Suite()
    invoice_id = suite.invoiced()
    if status == "on-hold":
        suite.ok("update_invoice_status", status_report(invoice_id, status, 1))
    answer = suite.refused("record_payment", payment(invoice_id))
    assert (answer.status, "ILLEGAL_TRANSITION" in answer.text) == (409, True)


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "1.001", 1, "x"])
def test_an_amount_that_cannot_be_paid_is_refused(amount: object) -> None:
    suite = Suite()
    body = payment(suite.approved()) | {"amount": amount}
    assert suite.refused("record_payment", body).status == 422


@pytest.mark.parametrize(
    ("operation", "body"),
    [("update_invoice_status", status_report(9, "approved", 1)), ("record_payment", payment(9))],
)
def test_an_unknown_invoice_is_not_found(operation: str, body: Body) -> None:
    assert Suite().refused(operation, body).status == 404


def test_an_invoice_never_submitted_is_found_empty() -> None:
    asked = {"erp-number": "30000001", "invoice-number": "X"}
    assert Suite().ok("find_invoices", asked) == {"invoices": []}


def test_an_open_invoice_from_before_the_start_can_be_paid() -> None:
    suite = Suite()
    suite.system.load("open_invoices", [OPEN])
    suite.ok("record_payment", payment(found(suite, "OLD-1")["id"]))
    assert found(suite, "OLD-1")["status"] == "paid"
