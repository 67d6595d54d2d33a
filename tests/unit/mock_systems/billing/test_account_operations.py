"""A patient account keeps its sum; a credit balance stands in the queue until refunded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

from tests.unit.mock_systems.billing.remits import payment, remittance, service

ENTRY = {"encounterId": "ENC-3", "bookedOn": "20260414"}


@pytest.fixture(autouse=True)
def billed(office: Office) -> str:
    """The payer pays 25.00 in full, leaves 12.50 to the patient."""
    claim = office.with_payers().claim()
    lines = service(1, 2_500, []), service(2, 1_250, [("PR", "1", 1_250)])
    office.call("post_remittance", **remittance("T1", payment(claim, *lines)))
    return claim


def pay(office: Office, cents: int, reference: str = "P1") -> dict[str, Any]:
    return office.call("post_patient_payment", **ENTRY, reference=reference, amountCents=cents)


def queue(office: Office) -> list[str]:
    return [row["encounterId"] for row in office.call("list_credit_balances")["items"]]


def test_the_patient_pays_what_the_payer_left(office: Office) -> None:
    assert office.call("get_account", encounterId="ENC-3")["patientBalanceCents"] == 1_250
    answer = pay(office, 1_250)
    assert (answer["balanceCents"], answer["patientBalanceCents"]) == (0, 0)
    told = office.data("billing.receivable.posted")[-1]
    assert (told["kind"], told["amountCents"]) == ("payment", 1_250)
    assert told["reference"] == "patient_payment:P1/11/payment"


def test_too_much_stands_in_the_credit_queue_until_refunded(office: Office) -> None:
    assert pay(office, 1_500)["inCreditQueue"] is True
    assert queue(office) == ["ENC-3"]
    assert office.book("billing.credit_balance") == {"ENC-3": -250}
    refund = {**ENTRY, "reference": "R1", "payee": "patient"}
    too_much = office.refusal("refund_credit", **refund, amountCents=251)
    assert too_much == (409, "EXCEEDS_CREDIT", "amountCents")
    answer = office.call("refund_credit", **refund, amountCents=250)
    assert (answer["balanceCents"], answer["inCreditQueue"]) == (0, False)
    assert queue(office) == []


def test_a_credited_charge_after_payment_makes_a_credit_balance(office: Office) -> None:
    office.call("credit_charge", chargeId="CH-00000001", reason="returned")
    account = office.call("get_account", encounterId="ENC-3")
    assert (account["balanceCents"], account["inCreditQueue"]) == (-1_250, True)
    refund = {**ENTRY, "reference": "R1", "payee": "payer", "amountCents": 1_250}
    assert office.call("refund_credit", **refund)["inCreditQueue"] is False


def test_a_reference_is_booked_once(office: Office) -> None:
    pay(office, 100)
    body = {**ENTRY, "reference": "P1", "amountCents": 100}
    assert office.refusal("post_patient_payment", **body)[:2] == (409, "DUPLICATE_REFERENCE")
    closed = {"period": "2026-04", "status": "closed", "erpVersion": 2}
    office.call("set_period_status", **closed)
    body["reference"] = "P2"
    assert office.refusal("post_patient_payment", **body)[:2] == (422, "PERIOD_CLOSED")


def test_no_more_is_given_up_than_is_owed(office: Office) -> None:
    body = {**ENTRY, "reference": "W1", "reason": "charity"}
    assert office.refusal("write_off", **body, amountCents=1_251)[:2] == (409, "EXCEEDS_BALANCE")
    answer = office.call("write_off", **body, amountCents=1_000)
    assert (answer["writeOffCents"], answer["patientBalanceCents"]) == (1_000, 250)


def test_receivables_roll_forward_and_agree_with_the_accounts(office: Office) -> None:
    office.system.load("receivables", [{"facilityId": 11, "openingCents": 9_000}])
    pay(office, 1_500)
    refund = {**ENTRY, "reference": "R1", "payee": "patient", "amountCents": 250}
    office.call("refund_credit", **refund)
    office.charge("ENC-3", serviceDate="20260501")
    book = office.book("billing.receivable")
    april = [book[f"2026-04/11/{name}"] for name in FIGURES]
    assert april == [9_000, 3_750, 0, 4_000, 0, 250, 9_000]
    assert book["2026-05/11/opening"] == 9_000
    assert book["2026-05/11/closing"] == 11_500
    assert office.book("billing.account_total") == {"11": 11_500, "12": 0}


FIGURES = ("opening", "charges", "contractual", "payments", "write_offs", "refunds", "closing")
