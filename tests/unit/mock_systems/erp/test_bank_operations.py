"""Bank account changes need two people (S01, SM5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    BOX_SUPPLIER,
    EACH_SUPPLIER,
    Desk,
    invoice_body,
    order_body,
    receipt_body,
)

ACCOUNT = "998877665544"


def proposal(**changes: Any) -> dict[str, Any]:
    return {
        "SupplierNumber": BOX_SUPPLIER,
        "RoutingNumber": "021000021",
        "AccountNumber": ACCOUNT,
        "EffectiveDate": "2026-04-20",
        "ProposedBy": "maria",
        "Evidence": "called back the number on file",
        **changes,
    }


def proposed(desk: Desk, **changes: Any) -> dict[str, Any]:
    answer = desk.done("propose_bank_change", **proposal(**changes))
    return {"SupplierNumber": answer["SupplierNumber"], "ChangeId": answer["ChangeId"]}


def account_on(desk: Desk, day: str) -> int:
    body = {"SupplierNumber": BOX_SUPPLIER, "OnDate": day}
    return int(desk.call("get_bank_account", body).body.get("Version", 0))


def test_proposal_alone_changes_nothing(desk: Desk) -> None:
    proposed(desk)
    assert account_on(desk, "2030-01-01") == 0
    assert desk.effects("erp.bank_account") == []
    assert desk.events("erp.supplier.bank_changed") == []


def test_second_person_makes_it_effective_from_its_date(desk: Desk) -> None:
    desk.done("approve_bank_change", **proposed(desk), ApprovedBy="john")
    assert (account_on(desk, "2026-04-19"), account_on(desk, "2026-04-20")) == (0, 1)
    (effect,) = desk.effects("erp.bank_account")
    assert (effect.key, effect.version, effect.facts["last_four"]) == (BOX_SUPPLIER, 1, "5544")
    (event,) = desk.events("erp.supplier.bank_changed")
    assert (event["ProposedBy"], event["ApprovedBy"]) == ("maria", "john")


def test_approval_is_never_backdated(desk: Desk) -> None:
    change = proposed(desk, EffectiveDate="2026-01-01")
    desk.done("approve_bank_change", **change, ApprovedBy="john")
    assert (account_on(desk, "2026-04-09"), account_on(desk, "2026-04-10")) == (0, 1)


def test_account_number_never_leaves_in_clear(desk: Desk) -> None:
    change = proposed(desk)
    desk.done("approve_bank_change", **change, ApprovedBy="john")
    left = [event.payload.decode() for event in desk.notes.events]
    left += [str(effect) for _, effect in desk.notes.effects]
    left.append(str(desk.done("list_bank_changes", SupplierNumber=BOX_SUPPLIER)))
    assert not [text for text in left if ACCOUNT in text]


def test_proposer_cannot_approve(desk: Desk) -> None:
    change = proposed(desk)
    outcome = desk.refused("approve_bank_change", **change, ApprovedBy="maria")
    assert (outcome.status, outcome.code) == (409, "SAME_USER")


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_decision_is_final(desk: Desk, decision: str) -> None:
    change = proposed(desk)
    by = {"approve": "ApprovedBy", "reject": "RejectedBy"}[decision]
    desk.done(f"{decision}_bank_change", **change, **{by: "john"})
    assert desk.refused("approve_bank_change", **change, ApprovedBy="eve").code == "ALREADY_DECIDED"
    assert account_on(desk, "2030-01-01") == (decision == "approve")


def test_one_proposal_waits_at_a_time(desk: Desk) -> None:
    proposed(desk)
    assert desk.refused("propose_bank_change", **proposal()).code == "CHANGE_PENDING"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"RoutingNumber": "021000022"}, 422, "INVALID_ROUTING_NUMBER"),
        ({"SupplierNumber": "9"}, 404, "SUPPLIER_NOT_FOUND"),
        ({"AccountNumber": "12-34"}, 422, "INVALID_REQUEST"),
    ],
)
def test_bad_proposal_is_refused(
    desk: Desk, changes: dict[str, Any], status: int, code: str
) -> None:
    outcome = desk.refused("propose_bank_change", **proposal(**changes))
    assert (outcome.status, outcome.code) == (status, code)


def test_change_of_another_supplier_is_not_found(desk: Desk) -> None:
    change = {**proposed(desk), "SupplierNumber": EACH_SUPPLIER}
    assert desk.refused("approve_bank_change", **change, ApprovedBy="john").status == 404


def test_payment_uses_the_account_effective_that_day(desk: Desk) -> None:
    row = {
        "SupplierNumber": BOX_SUPPLIER,
        "RoutingNumber": "021000021",
        "AccountNumber": "11112222",
    }
    desk.erp.load("bank_accounts", [row])
    order = desk.done("create_purchase_order", **order_body())["OrderNumber"]
    for number, day in (("A", "2026-04-01"), ("B", "2026-04-13")):
        receipt = {**receipt_body(order), "Quantity": "2"}
        desk.done("create_receipt", **receipt)
        lines = [{**invoice_body(order)["Lines"][0], "Quantity": 2}]
        body = invoice_body(
            order, InvoiceNumber=number, InvoiceDate=day, InvoiceAmount="100.00", Lines=lines
        )
        desk.done("create_invoice", **body)
    change = proposed(desk, EffectiveDate="2026-05-10")
    desk.done("approve_bank_change", **change, ApprovedBy="john")
    desk.done("run_payments", PaymentDate="2026-05-09")
    file = desk.done("run_payments", PaymentDate="2026-05-20")["PaymentFile"]
    (second,) = desk.done("list_payment_file", PaymentFile=file)["items"]
    (first,) = desk.done("find_payments", PaymentNumber="PAY-00000001")["items"]
    assert (first["AccountLastFour"], second["AccountLastFour"]) == ("2222", "5544")
    assert list(desk.books("erp.bank_account_unapproved")) == []


def test_supplier_without_account_gets_a_cheque(desk: Desk) -> None:
    order = desk.done("create_purchase_order", **order_body())["OrderNumber"]
    desk.done("create_receipt", **receipt_body(order))
    desk.done("create_invoice", **invoice_body(order))
    desk.done("run_payments", PaymentDate="2026-05-20")
    (payment,) = desk.done("find_payments", PaymentNumber="PAY-00000001")["items"]
    assert (payment["Method"], payment["AccountLastFour"]) == ("CHECK", "")
