"""Each denial is one work item until it is overturned, written off or taken back (CR7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

from tests.unit.mock_systems.billing.remits import payment, remittance, service, takeback


@pytest.fixture
def claim(office: Office) -> str:
    return office.with_payers().claim()


def denied(claim: str) -> dict[str, Any]:
    first = service(1, 2_500, [("CO", "197", 2_500)])
    return payment(claim, first, service(2, 1_250, [("CO", "16", 1_250)]), code="4")


def deny(office: Office, claim: str) -> str:
    office.call("post_remittance", **remittance("T1", denied(claim)))
    return str(office.call("list_denials")["items"][0]["denialId"])


def test_a_denied_claim_is_one_item_that_leads_to_its_usages(office: Office, claim: str) -> None:
    deny(office, claim)
    (item,) = office.call("list_denials")["items"]
    assert office.data("billing.claim.denied") == [item]
    assert (item["claimId"], item["amountCents"], item["status"]) == (claim, 3_750, "open")
    reasons = [(r["line"], r["group"], r["reason"], r["sourceReference"]) for r in item["reasons"]]
    assert reasons == [(1, "CO", "197", "US-1"), (2, "CO", "16", "US-2")]
    assert office.call("get_claim", claimId=claim)["status"] == "denied"
    assert office.call("get_account", encounterId="ENC-3")["balanceCents"] == 3_750
    assert office.of_kind("billing.denial")[0].facts["reasons"] == ["CO-16", "CO-197"]


def test_a_claim_with_one_denied_line_is_partially_paid(office: Office, claim: str) -> None:
    lines = service(1, 2_500, []), service(2, 1_250, [("PI", "50", 1_250)])
    office.call("post_remittance", **remittance("T1", payment(claim, *lines)))
    assert office.call("get_claim", claimId=claim)["status"] == "partially_paid"
    assert len(office.call("list_denials")["items"]) == 1


def test_an_overturned_denial_is_paid_by_remittance(office: Office, claim: str) -> None:
    denial = {"denialId": deny(office, claim)}
    office.call("appeal_denial", **denial, reference="AP-1")
    assert office.call("get_claim", claimId=claim)["status"] == "appealed"
    assert office.call("decide_appeal", **denial, outcome="overturned")["status"] == "overturned"
    assert office.call("list_denials")["items"] == []
    lines = service(1, 2_500, [("CO", "45", 500)]), service(2, 1_250, [])
    office.call("post_remittance", **remittance("T2", payment(claim, *lines)))
    assert office.call("get_claim", claimId=claim)["status"] == "paid"
    assert office.call("get_account", encounterId="ENC-3")["balanceCents"] == 0


def test_an_upheld_denial_waits_for_the_next_round(office: Office, claim: str) -> None:
    denial = {"denialId": deny(office, claim)}
    for level in (1, 2, 3):
        assert office.call("appeal_denial", **denial, reference=f"AP-{level}")["level"] == level
        assert office.call("decide_appeal", **denial, outcome="upheld")["status"] == "open"
        assert office.call("get_claim", claimId=claim)["status"] == "denied"
    last = office.refusal("appeal_denial", **denial, reference="AP-4")
    assert last[:2] == (409, "APPEALS_EXHAUSTED")
    undecided = office.refusal("decide_appeal", **denial, outcome="upheld")
    assert undecided[:2] == (409, "ILLEGAL_DENIAL_STATE")


def test_payment_without_a_decision_ends_the_work(office: Office, claim: str) -> None:
    denial = deny(office, claim)
    lines = service(1, 2_500, []), service(2, 1_250, [])
    office.call("post_remittance", **remittance("T2", payment(claim, *lines)))
    assert office.call("get_denial", denialId=denial)["status"] == "overturned"
    assert office.call("list_denials")["items"] == []


def test_a_takeback_of_the_denial_voids_it(office: Office, claim: str) -> None:
    denial = deny(office, claim)
    office.call("post_remittance", **remittance("T2", takeback(denied(claim))))
    assert office.call("get_denial", denialId=denial)["status"] == "voided"
    assert office.call("get_claim", claimId=claim)["status"] == "accepted"


def test_a_written_off_denial_needs_no_more_work(office: Office, claim: str) -> None:
    denial = deny(office, claim)
    body = {"encounterId": "ENC-3", "reference": "W1", "bookedOn": "20260414", "reason": "denial"}
    office.call("write_off", **body, amountCents=3_750, denialId=denial)
    assert office.call("get_denial", denialId=denial)["status"] == "written_off"
    assert office.call("get_account", encounterId="ENC-3")["balanceCents"] == 0
    assert office.book("billing.open_denial") == {}
    assert office.refusal("get_denial", denialId="DN-9")[:2] == (404, "UNKNOWN_DENIAL")
