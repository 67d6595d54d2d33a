"""A claim is made of a final billed encounter; the 277CA takes it or turns it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office


@pytest.fixture
def claim(office: Office) -> str:
    return office.with_payers().claim()


def status(office: Office, claim: str, code: str, **more: Any) -> str:
    body = {"claimId": claim, "categoryCode": code, **more}
    return str(office.call("record_claim_status", **body)["status"])


def test_a_claim_carries_the_charges_that_stand(office: Office) -> None:
    office.with_payers()
    credited = office.charge(quantity=7)["chargeId"]
    office.call("credit_charge", chargeId=credited, reason="returned")
    claim_id = office.claim()
    (event,) = office.data("billing.claim.submitted")
    assert event["claimId"] == claim_id == "CL-00000001"
    assert (event["billedCents"], event["payerNpi"], event["drg"]) == (3_750, "1234567893", "470")
    assert [line["sourceReference"] for line in event["lines"]] == ["US-1", "US-2"]
    assert [line["chargeId"] for line in event["lines"]] == ["CH-00000002", "CH-00000003"]
    (effect,) = office.of_kind("billing.claim")
    assert (effect.key, effect.amount_minor, effect.facility) == (claim_id, 3_750, "11")


def test_an_encounter_has_one_active_claim_for_each_payer(office: Office, claim: str) -> None:
    body = {"encounterId": "ENC-3", "payerId": "AETNA"}
    assert office.refusal("create_claim", **body)[:2] == (409, "ACTIVE_CLAIM")
    office.call("create_claim", encounterId="ENC-3", payerId="MEDIGAP")
    status(office, claim, "A3")
    office.call("close_claim", claimId=claim, reason="void")
    assert office.call("create_claim", **body)["status"] == "draft"
    assert len(office.call("find_claims", encounterId="ENC-3")["items"]) == 3


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"encounterId": "ENC-1", "payerId": "AETNA"}, (409, "NOT_FINAL_BILLED")),
        ({"encounterId": "ENC-3", "payerId": "CIGNA"}, (422, "UNKNOWN_PAYER")),
        ({"encounterId": "ENC-9", "payerId": "AETNA"}, (422, "UNKNOWN_ENCOUNTER")),
    ],
)
def test_a_claim_without_ground_is_refused(
    office: Office, claim: str, body: dict[str, Any], refusal: tuple[int, str]
) -> None:
    assert office.refusal("create_claim", **body)[:2] == refusal
    assert claim


def test_a_payer_that_does_not_cover_is_not_billed(office: Office) -> None:
    office.with_payers()
    office.system.load("payers", [{"payerId": "CIGNA", "name": "Another"}])
    office.charge()
    office.final_bill()
    body = {"encounterId": "ENC-3", "payerId": "CIGNA"}
    assert office.refusal("create_claim", **body)[:2] == (422, "NOT_COVERED")


def test_an_accepted_claim_bears_the_payers_number(office: Office, claim: str) -> None:
    assert status(office, claim, "A1") == "submitted"
    assert status(office, claim, "A2", payerControlNumber="ICN-7") == "accepted"
    assert office.call("get_claim", claimId=claim)["payerControlNumber"] == "ICN-7"
    assert office.data("billing.claim.accepted")[0]["claimId"] == claim


def test_a_rejected_claim_is_no_denial_and_is_submitted_again(office: Office, claim: str) -> None:
    assert status(office, claim, "A7", statusCodes=["21"]) == "rejected_277"
    assert office.call("list_denials")["items"] == []
    (event,) = office.data("billing.claim.rejected")
    assert event["reasons"] == ["A7", "21"]
    again = office.call("submit_claim", claimId=claim)
    assert (again["submissions"], again["reasons"]) == (2, [])


def test_an_outcome_is_taken_once_and_only_for_its_submission(office: Office, claim: str) -> None:
    status(office, claim, "A3", submission=1)
    before = office.snapshot()
    assert status(office, claim, "A3", submission=1) == "rejected_277"
    assert office.snapshot() == before
    office.call("submit_claim", claimId=claim)
    assert status(office, claim, "A3", submission=1) == "submitted"
    assert status(office, claim, "A2", submission=2) == "accepted"
    assert status(office, claim, "A3", submission=2) == "accepted"


def test_the_queue_of_a_state_holds_its_claims(office: Office, claim: str) -> None:
    assert [row["claimId"] for row in listed(office, "submitted")] == [claim]
    status(office, claim, "A2")
    assert listed(office, "submitted") == []
    assert [row["claimId"] for row in listed(office, "accepted")] == [claim]


def listed(office: Office, state: str) -> list[dict[str, Any]]:
    return list(office.call("list_claims", status=state)["items"])


def test_an_illegal_step_is_refused(office: Office, claim: str) -> None:
    body = {"claimId": claim}
    assert office.refusal("submit_claim", **body)[:2] == (409, "ILLEGAL_CLAIM_STATE")
    closing = {**body, "reason": "?"}
    assert office.refusal("close_claim", **closing)[:2] == (409, "ILLEGAL_CLAIM_STATE")
    assert office.refusal("get_claim", claimId="CL-9")[:2] == (404, "UNKNOWN_CLAIM")
