"""Disputes and holds of invoices (P07): opened, answered, closed; returned with their reasons."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.requests import dispute, invoice_hold
from tests.unit.mock_systems.procurement.stage import Body, Suite

ANSWER: Body = {
    "id": 1,
    "answer": "credit-offered",
    "answered-by": "supplier",
    "credit-amount": "25.00",
}
CLOSURE: Body = {"id": 1, "outcome": "credited", "credit-amount": "25.00"}


def disputed() -> Suite:
    suite = Suite()
    suite.invoiced()
    suite.ok("open_dispute", dispute())
    return suite


def test_a_dispute_is_opened_answered_and_closed() -> None:
    suite = disputed()
    assert suite.ok("answer_dispute", ANSWER)["status"] == "answered"
    closed = suite.ok("close_dispute", CLOSURE)
    assert (closed["status"], closed["credit-amount"]) == ("closed", "25.00")
    kinds = ["procurement.dispute_opened", "procurement.dispute_answered"]
    assert [len(suite.effects(kind)) for kind in kinds] == [1, 1]
    (effect,) = suite.effects("procurement.dispute_closed")
    assert (effect.key, effect.amount_minor, effect.facts["outcome"]) == ("D-1", 2500, "credited")
    assert len(suite.events("procurement.dispute.closed")) == 1


def test_a_supplier_may_answer_again_until_it_is_closed() -> None:
    suite = disputed()
    suite.ok("answer_dispute", ANSWER)
    suite.ok("answer_dispute", ANSWER | {"answer": "accepted", "credit-amount": "0.00"})
    suite.ok("close_dispute", {"id": 1, "outcome": "withdrawn"})
    assert suite.refused("answer_dispute", ANSWER).status == 409
    assert suite.refused("close_dispute", CLOSURE).status == 409


def test_a_supplier_may_withdraw_its_invoice() -> None:
    suite = disputed()
    suite.ok("answer_dispute", ANSWER | {"answer": "accepted", "credit-amount": "0.00"})
    closed = suite.ok("close_dispute", {"id": 1, "outcome": "invoice-withdrawn"})
    assert (closed["outcome"], closed["credit-amount"]) == ("invoice-withdrawn", "0.00")


def test_a_dispute_is_found_by_its_reference() -> None:
    found = disputed().ok("find_disputes", {"dispute-reference": "D-1"})["disputes"]
    assert [(row["invoice-number"], row["status"]) for row in found] == [("INV-1", "open")]


@pytest.mark.parametrize(
    ("operation", "body", "code"),
    [
        ("open_dispute", dispute(), "DUPLICATE_DISPUTE"),
        ("open_dispute", dispute(9, "D-2"), "UNKNOWN_INVOICE"),
        ("answer_dispute", ANSWER | {"id": 9}, "UNKNOWN_DISPUTE"),
        ("answer_dispute", ANSWER | {"credit-amount": "0.00"}, "INVALID_CREDIT"),
        ("answer_dispute", ANSWER | {"answer": "rejected"}, "INVALID_CREDIT"),
        ("close_dispute", CLOSURE | {"credit-amount": "125.01"}, "INVALID_CREDIT"),
    ],
)
def test_what_cannot_be_disputed_is_refused(operation: str, body: Body, code: str) -> None:
    assert code in disputed().refused(operation, body).text


def test_a_hold_is_returned_to_its_owner_and_released() -> None:
    suite = Suite()
    suite.invoiced()
    suite.ok("return_invoice_hold", invoice_hold())
    assert "DUPLICATE_HOLD" in suite.refused("return_invoice_hold", invoice_hold()).text
    (event,) = suite.events("procurement.invoice.held")
    assert (event["hold-code"], event["owner"]) == ("PRICE", "bob")
    release = {"id": 1, "hold-code": "PRICE", "released-by": "bob"}
    suite.ok("release_invoice_hold", release)
    assert suite.refused("release_invoice_hold", release).status == 409
    for kind in ("procurement.invoice_hold", "procurement.invoice_hold_release"):
        (effect,) = suite.effects(kind)
        assert (effect.key, effect.count) == ("30000001/INV-1/PRICE", 1)
    (hold,) = suite.ok("find_invoice_holds", {"id": 1})["holds"]
    assert hold["active"] is False


def test_a_hold_may_come_back_after_its_release() -> None:
    suite = Suite()
    suite.invoiced()
    suite.ok("return_invoice_hold", invoice_hold())
    suite.ok("release_invoice_hold", {"id": 1, "hold-code": "PRICE", "released-by": "bob"})
    assert suite.ok("return_invoice_hold", invoice_hold())["active"] is True
    unknown = {"id": 1, "hold-code": "QTY", "released-by": "bob"}
    assert suite.refused("release_invoice_hold", unknown).status == 404
