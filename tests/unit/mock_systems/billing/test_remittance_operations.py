"""A remittance is posted when it balances, each line once, a takeback against its original."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

from tests.unit.mock_systems.billing.remits import payment, remittance, service, takeback

CONTRACT = [("CO", "45", 1_000)]


@pytest.fixture
def claim(office: Office) -> str:
    return office.with_payers().claim()


def full(claim: str) -> dict[str, Any]:
    copay = service(2, 1_250, [("PR", "3", 250)])
    return payment(claim, service(1, 2_500, CONTRACT), copay)


def account(office: Office) -> dict[str, Any]:
    return office.call("get_account", encounterId="ENC-3")


def test_a_remittance_pays_the_claim_and_the_account(office: Office, claim: str) -> None:
    answer = office.call("post_remittance", **remittance("T1", full(claim)))
    assert (answer["remittanceId"], answer["linesPosted"], answer["linesKnown"]) == (
        "RM-00000001",
        2,
        0,
    )
    assert office.call("get_claim", claimId=claim)["status"] == "paid"
    money = account(office)
    assert (money["contractualCents"], money["paymentCents"]) == (1_000, 2_500)
    assert (money["balanceCents"], money["patientBalanceCents"]) == (250, 250)
    keys = [effect.key for effect in office.of_kind("billing.remittance_line")]
    assert keys == [f"AETNA/T1/{claim}/1/1", f"AETNA/T1/{claim}/2/1"]
    (whole,) = office.of_kind("billing.remittance")
    assert (whole.key, whole.amount_minor) == ("AETNA/T1", 2_500)


def test_the_ledger_is_told_each_figure_once(office: Office, claim: str) -> None:
    office.call("post_remittance", **remittance("T1", full(claim), kept=100))
    told = {data["kind"]: data for data in office.data("billing.receivable.posted")}
    amounts = {kind: data["amountCents"] for kind, data in told.items()}
    assert amounts == {"payment": 2_500, "contractual": 1_000, "provider_adjustment": 100}
    assert told["payment"]["reference"] == "RM-00000001/11/payment"
    assert (told["payment"]["facilityId"], told["payment"]["postedOn"]) == (11, "20260414")


def test_a_replay_has_no_effect(office: Office, claim: str) -> None:
    body = remittance("T1", full(claim))
    office.call("post_remittance", **body)
    before = office.snapshot()
    answer = office.call("post_remittance", **body)
    assert (answer["linesPosted"], answer["linesKnown"]) == (0, 2)
    assert office.snapshot() == before


def spoilt(claim: str, level: str) -> dict[str, Any]:
    body = remittance("T1", full(claim))
    if level == "SERVICE":
        body["claims"][0]["lines"][0]["paidCents"] += 1
    if level == "CLAIM":
        body["claims"][0]["paidCents"] += 1
        body["paymentCents"] += 1
    if level == "TRANSACTION":
        body["paymentCents"] += 1
    return body


@pytest.mark.parametrize("level", ["SERVICE", "CLAIM", "TRANSACTION"])
def test_an_unbalanced_remittance_is_refused(office: Office, claim: str, level: str) -> None:
    refusal = office.refusal("post_remittance", **spoilt(claim, level))
    assert refusal[:2] == (422, f"UNBALANCED_{level}")


def test_a_negative_payment_is_refused(office: Office, claim: str) -> None:
    body = remittance("T1", full(claim), kept=3_000)
    assert body["paymentCents"] < 0
    assert office.refusal("post_remittance", **body)[:2] == (422, "INVALID_REQUEST")


def test_adjustments_of_the_whole_claim_are_posted_with_it(office: Office, claim: str) -> None:
    paid = payment(claim, service(1, 2_500, []), service(2, 1_250, []))
    paid["adjustments"] = [{"group": "CO", "reason": "253", "amountCents": 75}]
    paid["paidCents"] -= 75
    office.call("post_remittance", **remittance("T1", paid))
    assert account(office)["contractualCents"] == 75
    assert account(office)["balanceCents"] == 0


def test_a_claim_adjudicated_as_a_whole_needs_no_lines(office: Office, claim: str) -> None:
    paid = {"claimId": claim, "statusCode": "1", "billedCents": 3_750, "paidCents": 3_000}
    paid["adjustments"] = [{"group": "CO", "reason": "45", "amountCents": 750}]
    office.call("post_remittance", **remittance("T1", paid))
    assert account(office)["balanceCents"] == 0


def test_a_takeback_undoes_its_original(office: Office, claim: str) -> None:
    office.call("post_remittance", **remittance("T1", full(claim)))
    better = payment(claim, service(1, 2_500, [("CO", "45", 500)]), service(2, 1_250, []))
    office.call("post_remittance", **remittance("T2", takeback(full(claim)), better))
    money = account(office)
    assert (money["contractualCents"], money["paymentCents"]) == (500, 3_250)
    assert (money["balanceCents"], money["patientBalanceCents"]) == (0, 0)
    found = office.call("find_remittances", payerId="AETNA", traceNumber="T2")
    kinds = [(p["takeback"], p["occurrence"]) for p in found["remittances"][0]["postings"]]
    assert kinds == [(True, 1), (True, 1), (False, 2), (False, 2)]
    (old,) = office.call("find_remittances", payerId="AETNA", traceNumber="T1")["remittances"]
    assert all(posting["reversed"] for posting in old["postings"])
    paid = sum(e.amount_minor for e in office.of_kind("billing.remittance_line"))
    taken = sum(e.amount_minor for e in office.of_kind("billing.takeback"))
    assert paid - taken == 3_250


def test_a_takeback_alone_makes_the_claim_wait_again(office: Office, claim: str) -> None:
    office.call("post_remittance", **remittance("T1", full(claim)))
    office.call("close_claim", claimId=claim, reason="done")
    body = remittance("T2", takeback(full(claim)))
    body["providerAdjustments"] = [{"reason": "FB", "amountCents": -2_500}]
    body["paymentCents"] = 0
    office.call("post_remittance", **body)
    assert office.call("get_claim", claimId=claim)["status"] == "accepted"
    assert account(office)["balanceCents"] == 3_750


def test_a_takeback_without_original_is_refused(office: Office, claim: str) -> None:
    body = remittance("T2", takeback(full(claim)), kept=-2_500)
    assert office.refusal("post_remittance", **body)[:2] == (409, "NO_ORIGINAL")
    office.call("post_remittance", **remittance("T1", full(claim)))
    office.call("post_remittance", **body)
    again = {**body, "traceNumber": "T3"}
    assert office.refusal("post_remittance", **again)[:2] == (409, "NO_ORIGINAL")


def test_a_paid_line_is_not_paid_again_under_another_trace(office: Office, claim: str) -> None:
    office.call("post_remittance", **remittance("T1", full(claim)))
    body = remittance("T2", full(claim))
    assert office.refusal("post_remittance", **body)[:2] == (409, "NOT_REVERSED")
    twice = remittance("T1", full(claim), full(claim))
    assert office.refusal("post_remittance", **twice)[:2] == (409, "REMITTANCE_CHANGED")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"payerId": "MEDIGAP"}, (422, "OTHER_PAYER")),
        ({"payerId": "NOBODY"}, (422, "UNKNOWN_PAYER")),
        ({"paidOn": "20260399"}, (422, "INVALID_REQUEST")),
        ({"claims": [], "paymentCents": 1}, (422, "UNBALANCED_TRANSACTION")),
    ],
)
def test_a_wrong_remittance_is_refused(
    office: Office, claim: str, change: dict[str, Any], refusal: tuple[int, str]
) -> None:
    body = {**remittance("T1", full(claim)), **change}
    assert office.refusal("post_remittance", **body)[:2] == refusal


def test_unknown_claims_and_lines_are_refused(office: Office, claim: str) -> None:
    body = remittance("T1", payment("CL-9", service(1, 100, [])))
    assert office.refusal("post_remittance", **body)[:2] == (404, "UNKNOWN_CLAIM")
    body = remittance("T1", payment(claim, service(3, 100, [])))
    assert office.refusal("post_remittance", **body)[:2] == (422, "UNKNOWN_CLAIM_LINE")
    office.call("record_claim_status", claimId=claim, categoryCode="A3")
    body = remittance("T1", full(claim))
    assert office.refusal("post_remittance", **body)[:2] == (409, "CLAIM_NOT_PAYABLE")


def test_a_closed_period_takes_no_remittance(office: Office, claim: str) -> None:
    office.call("set_period_status", period="2026-04", status="closed", erpVersion=2)
    refusal = office.refusal("post_remittance", **remittance("T1", full(claim)))
    assert refusal == (422, "PERIOD_CLOSED", "paidOn")


def test_a_provider_adjustment_alone_needs_a_facility(office: Office) -> None:
    body = remittance("T1", kept=-50)
    office.with_payers()
    assert office.refusal("post_remittance", **body)[:2] == (422, "FACILITY_REQUIRED")
    office.call("post_remittance", **body, facilityId=12)
    (told,) = office.data("billing.receivable.posted")
    assert (told["facilityId"], told["kind"], told["amountCents"]) == (
        12,
        "provider_adjustment",
        -50,
    )
