"""Claims leave in batches, each as one 837 that independent judges accept; accounts come in."""

from __future__ import annotations

from typing import Any

import pytest

from mock_systems.standards.x12 import claim_institutional, claim_professional
from tests.unit.mock_systems.billing.conftest import Office
from tests.unit.mock_systems.billing.remits import payment, remittance, service
from tests.unit.mock_systems.standards.x12.referee import envelope_errors, map_errors

STAY = {
    "encounterId": "ENC-9",
    "facilityId": 11,
    "class": "I",
    "admittedOn": "20260301",
    "dischargedOn": "20260304",
    "diagnosisCodes": ["M16.11", "I10"],
    "drg": "470",
    "charges": [
        {
            "sourceReference": "OLD-1",
            "chargeCode": "SUP00001",
            "quantity": 3,
            "serviceDate": "20260302",
        }
    ],
}
CLAIM = {"payerId": "AETNA", "submittedOn": "20260310", "payerControlNumber": "ICN7"}


@pytest.fixture
def payers(office: Office) -> Office:
    return office.with_payers()


def released(office: Office, **more: Any) -> dict[str, Any]:
    asked = {"facilityId": 11, "payerId": "AETNA", "claimType": "I", **more}
    return office.call("release_claim_batch", **asked)


def test_a_batch_holds_what_was_submitted_and_is_told_of(payers: Office) -> None:
    claim = payers.claim()
    batch = released(payers)
    assert (batch["claimCount"], batch["billedCents"]) == (1, 3_750)
    assert payers.data("billing.claim_batch.released") == [batch]
    (effect,) = payers.of_kind("billing.claim_batch")
    assert effect.facts == {"payer": "AETNA", "claims": [(claim, 1, 3_750)]}
    found = payers.call("get_claim_batch", batchId=batch["batchId"])
    assert found["members"] == [{"claimId": claim, "submission": 1}]


def test_a_submission_leaves_once(payers: Office) -> None:
    payers.claim()
    released(payers)
    asked = {"facilityId": 11, "payerId": "AETNA", "claimType": "I"}
    assert payers.refusal("release_claim_batch", **asked) == (409, "NO_CLAIMS", "payerId")


def test_a_corrected_claim_leaves_again_as_another_submission(payers: Office) -> None:
    claim = payers.claim()
    released(payers)
    payers.call("record_claim_status", claimId=claim, categoryCode="A7", submission=1)
    payers.call("submit_claim", claimId=claim)
    batch = payers.call("get_claim_batch", batchId=released(payers)["batchId"])
    assert batch["members"] == [{"claimId": claim, "submission": 2}]
    payers.call("record_claim_status", claimId=claim, categoryCode="A2", submission=2)
    payers.call("record_claim_status", claimId=claim, categoryCode="A2", submission=2)
    keys = [effect.key for effect in payers.of_kind("billing.claim_answer")]
    assert keys == [f"{claim}/1/rejected", f"{claim}/2/accepted"]


def test_the_institutional_file_is_sound_and_names_claim_lines_and_batch(payers: Office) -> None:
    claim = payers.claim()
    batch = payers.call("get_claim_batch", batchId=released(payers)["batchId"])
    assert envelope_errors(batch["content"]) == []
    assert map_errors(batch["content"]) == []
    (found,) = claim_institutional.read(batch["content"])
    assert found.heading.reference == batch["batchId"]
    assert [one.account for one in found.claims] == [claim]
    lines = found.claims[0].lines
    assert [(line.control, line.charge_minor) for line in lines] == [("1", 2_500), ("2", 1_250)]
    again = payers.call("get_claim_batch", batchId=batch["batchId"])
    assert again == batch


def test_a_visit_is_billed_as_a_professional_claim(payers: Office) -> None:
    payers.charge("ENC-2")
    payers.final_bill("ENC-2")
    claim = payers.call("create_claim", encounterId="ENC-2", payerId="AETNA")["claimId"]
    payers.call("submit_claim", claimId=claim)
    batch_id = released(payers, facilityId=12, claimType="P")["batchId"]
    content = payers.call("get_claim_batch", batchId=batch_id)["content"]
    assert map_errors(content) == []
    (found,) = claim_professional.read(content)
    assert found.claims[0].lines[0].procedure.code == "A4649"


def test_an_unknown_batch_is_refused(office: Office) -> None:
    asked = {"batchId": "CB-00000001"}
    assert office.refusal("get_claim_batch", **asked) == (404, "UNKNOWN_BATCH", "batchId")


def test_a_payer_is_set_up_once_and_listed_with_its_tax_id(office: Office) -> None:
    body = {"payerId": "PAY-1", "name": "PAYER", "taxId": "360100001", "filingCode": "MA"}
    office.call("register_payer", **body)
    office.call("register_payer", **body)
    assert len(office.of_kind("billing.payer")) == 1
    assert office.call("list_payers")["items"] == [{**body, "npi": ""}]


def test_an_account_taken_over_is_owed_but_is_no_revenue(payers: Office) -> None:
    before = payers.revenue()
    opened = payers.call("import_open_account", **STAY)
    assert (opened["status"], opened["chargeCents"], opened["claimId"]) == ("coded", 3_750, "")
    assert payers.revenue() == before
    assert payers.book("billing.account_total")["11"] == 3_750
    assert payers.refusal("import_open_account", **STAY)[1] == "DUPLICATE_ENCOUNTER"


def test_an_open_claim_is_paid_like_any_other(payers: Office) -> None:
    claim = payers.call("import_open_account", **STAY, claim=CLAIM)["claimId"]
    (known,) = payers.of_kind("billing.open_claim")
    assert known.facts["submitted"].account == claim
    paid = payment(claim, service(1, 3_750, []))
    payers.call("post_remittance", **remittance("T1", paid))
    assert payers.call("get_claim", claimId=claim)["status"] == "paid"
    assert payers.book("billing.account_total")["11"] == 0


def test_evidence_is_attached_to_a_denied_line_only(payers: Office) -> None:
    claim = payers.claim()
    denied = payment(claim, service(1, 2_500, [("CO", "16", 2_500)]), service(2, 1_250, []))
    payers.call("post_remittance", **remittance("T1", denied))
    (denial,) = payers.call("list_denials")["items"]
    chain = {
        "denialId": denial["denialId"],
        "line": 1,
        "usageId": "US-1",
        "lot": "L1",
        "receipt": "RC-1/1",
        "poNumber": "PO-1",
        "contractNumber": "K-1",
        "chargeId": "CH-00000001",
    }
    payers.call("attach_denial_evidence", **chain)
    (effect,) = payers.of_kind("billing.denial_evidence")
    assert effect.key == f"{denial['denialId']}/1/US-1/L1/RC-1/1/PO-1/K-1/CH-00000001"
    found = payers.call("find_denial_evidence", denialId=denial["denialId"])
    assert found["items"] == [chain]
    other = {**chain, "line": 2}
    assert payers.refusal("attach_denial_evidence", **other) == (422, "LINE_NOT_DENIED", "line")
