"""Payments that the bank sent back, on the invoice that they paid (P08)."""

from __future__ import annotations

from tests.unit.mock_systems.procurement.stage import Body, Suite, payment, status_report


def returned(invoice_id: int, number: str = "PAY-1") -> Body:
    return {"id": invoice_id, "payment-number": number, "reason": "R03"}


def test_a_returned_payment_leaves_the_invoice_to_be_paid_again() -> None:
    suite = Suite()
    invoice = suite.approved()
    suite.ok("record_payment", payment(invoice))
    answer = suite.ok("return_payment", returned(invoice))
    assert answer["status"] == "approved"
    assert answer["payments"][0]["returned"] == "R03"
    (effect,) = suite.effects("procurement.payment_return")
    assert (effect.key, effect.amount_minor) == ("PAY-1", 12500)
    again = suite.ok("record_payment", payment(invoice, "PAY-2"))
    assert again["status"] == "paid"
    assert len(again["payments"]) == 2


def test_paid_again_before_the_return_is_heard_stays_paid() -> None:
    suite = Suite()
    invoice = suite.approved()
    suite.ok("record_payment", payment(invoice))
    suite.ok("record_payment", payment(invoice, "PAY-2"))
    assert suite.ok("return_payment", returned(invoice))["status"] == "paid"


def test_a_payment_comes_back_once() -> None:
    suite = Suite()
    invoice = suite.approved()
    suite.ok("record_payment", payment(invoice))
    suite.ok("return_payment", returned(invoice))
    assert suite.refused("return_payment", returned(invoice)).status == 409
    assert suite.refused("return_payment", returned(invoice, "PAY-9")).status == 404
    assert suite.refused("return_payment", returned(77)).status == 404


def test_a_disputed_credit_lowers_what_must_be_paid() -> None:
    suite = Suite()
    invoice = suite.approved()
    opened = suite.ok(
        "open_dispute",
        {"id": invoice, "dispute-reference": "D-1", "reason": "price", "opened-by": "bob"},
    )
    close = {"id": opened["id"], "outcome": "credited", "credit-amount": "25.00"}
    suite.ok("close_dispute", close)
    suite.ok("update_invoice_status", status_report(invoice, "approved", 2))
    assert suite.ok("record_payment", payment(invoice, amount="100.00"))["status"] == "paid"
