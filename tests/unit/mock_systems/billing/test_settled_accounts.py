"""What lies on disk answers as if it had never left memory: charges, claims, remittances.

Each document is written out at once here, so that whatever is read was on disk.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from mock_systems.billing.claims import Claim
from mock_systems.service import archive
from tests.unit.mock_systems.billing.remits import payment, remittance, service, takeback

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

PAID = (service(1, 2_500, [("CO", "45", 500)]), service(2, 1_250, [("PR", "2", 250)]))
DENIED = (service(1, 2_500, [("CO", "16", 2_500)]), service(2, 1_250, [("CO", "16", 1_250)]))


@pytest.fixture(autouse=True)
def written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_BUFFERED", 1)


@pytest.fixture
def settled(new_office: Callable[[], Office]) -> Office:
    """One account, paid by its payer and closed."""
    office = new_office().with_payers()
    claim = office.claim()
    office.call("release_claim_batch", facilityId=11, payerId="AETNA", claimType="I")
    office.call("post_remittance", **remittance("T1", payment(claim, *PAID)))
    office.call("close_claim", claimId=claim, reason="paid")
    return office


def held(office: Office) -> Claim:
    (claim,) = office.system.tables.claims.values()
    return claim


def test_a_settled_account_says_what_happened_to_it(settled: Office) -> None:
    account = settled.call("get_account", encounterId="ENC-3")
    assert (account["chargeCents"], account["balanceCents"]) == (3_750, 250)
    encounter = settled.call("get_encounter", encounterId="ENC-3")
    assert (encounter["chargeCount"], encounter["status"]) == (2, "final_billed")
    (claim,) = settled.call("find_claims", encounterId="ENC-3")["items"]
    assert [line["sourceReference"] for line in claim["lines"]] == ["US-1", "US-2"]
    assert (claim["status"], claim["reasons"]) == ("closed", ["paid"])
    listed = settled.call("list_claims", status="closed")
    assert [one["claimId"] for one in listed["items"]] == [claim["claimId"]]
    (found,) = settled.call("find_remittances", payerId="AETNA", traceNumber="T1")["remittances"]
    assert [(one["line"], one["paidCents"]) for one in found["postings"]] == [
        (1, 2_000),
        (2, 1_000),
    ]


def test_a_batch_keeps_its_text_after_payment_and_credit(settled: Office) -> None:
    before = settled.call("get_claim_batch", batchId="CB-00000001")
    settled.call("credit_charge", chargeId="CH-00000001", reason="returned")
    settled.system.load("payers", [])
    changed = {"payerId": "AETNA", "name": "Another name", "filingCode": "MC"}
    settled.call("register_payer", **changed)
    assert settled.call("get_claim_batch", batchId="CB-00000001") == before
    assert before["content"].count("CLM*") == 1


def test_a_charge_of_a_settled_account_is_credited_once(settled: Office) -> None:
    body = {"chargeId": "CH-00000002", "reason": "returned"}
    settled.call("credit_charge", **body)
    assert settled.refusal("credit_charge", **body)[:2] == (409, "ALREADY_CREDITED")
    assert settled.call("get_charge", chargeId="CH-00000002")["creditReason"] == "returned"
    account = settled.call("get_account", encounterId="ENC-3")
    assert (account["chargeCents"], account["balanceCents"]) == (2_500, -1_000)
    assert account["inCreditQueue"]
    assert settled.book("billing.account_total")["11"] == -1_000


def test_a_settled_account_takes_late_charges_and_corrections(settled: Office) -> None:
    settled.charge(sourceReference="US-1", quantity=1)
    settled.call("correct_charge", chargeId="CH-00000001", reason="count", quantity=4)
    found = settled.call("find_charges", sourceReference="US-1")["charges"]
    said = [(one["chargeId"], one["quantity"], one["status"]) for one in found]
    assert said == [
        ("CH-00000001", 2, "credited"),
        ("CH-00000003", 1, "posted"),
        ("CH-00000004", 4, "posted"),
    ]
    body = {"encounterId": "ENC-3", "payerId": "AETNA"}
    assert len(settled.call("create_claim", **body)["lines"]) == 3
    assert settled.refusal("create_claim", **body)[:2] == (409, "ACTIVE_CLAIM")


def test_the_same_remittance_again_is_known(settled: Office) -> None:
    claim = held(settled).claim_id
    again = settled.call("post_remittance", **remittance("T1", payment(claim, *PAID)))
    assert (again["linesPosted"], again["linesKnown"]) == (0, 2)


def test_a_takeback_knows_its_original_and_is_known_by_it(settled: Office) -> None:
    claim = held(settled).claim_id
    paid = payment(claim, *PAID)
    again = (takeback(paid), payment(claim, *DENIED, code="4"))
    settled.call("post_remittance", **remittance("T2", *again, kept=-paid["paidCents"]))
    for line in held(settled).lines:
        first, taken, denied = line.postings
        assert (taken.original, first.reversed_by) == (first, taken)
        assert line.standing() == [denied]
        assert denied.denial_id == "DN-00000001"
    (item,) = settled.call("list_denials")["items"]
    assert [reason["chargeId"] for reason in item["reasons"]] == ["CH-00000001", "CH-00000002"]
    taken_back = settled.call("find_remittances", payerId="AETNA", traceNumber="T2")
    (found,) = taken_back["remittances"]
    flags = [(one["line"], one["takeback"], one["reversed"]) for one in found["postings"]]
    assert flags == [(1, True, False), (2, True, False), (1, False, False), (2, False, False)]


def test_a_charge_that_was_read_is_kept_only_when_it_is_put_back(settled: Office) -> None:
    charges = settled.system.tables.charges
    charge = charges[1]
    assert charge.encounter is settled.system.tables.encounters["ENC-3"]
    assert charge.code is settled.system.tables.charge_master["SUP00001"]
    charge.lot = "L-1"
    assert charges[1].lot == ""
    charges.put(charge)
    assert charges[1].lot == "L-1"
    assert repr(charges[1]) == repr(charge)


def test_charges_taken_over_stand_beside_those_posted_here(settled: Office) -> None:
    line = {"sourceReference": "US-1", "chargeCode": "SUP00001", "quantity": 1}
    body: dict[str, Any] = {
        "encounterId": "OLD-1",
        "facilityId": 11,
        "class": "I",
        "admittedOn": "20260301",
        "dischargedOn": "20260303",
        "diagnosisCodes": ["M1611"],
        "charges": [{**line, "serviceDate": "20260302"}],
    }
    assert settled.call("import_open_account", **body)["chargeCents"] == 1_250
    charges = settled.system.tables.charges
    assert [charge.number for charge in charges] == [1, 2]
    assert [charge.charge_id for charge in charges.taken_over.values()] == ["CH-90000001"]
    assert len(settled.call("find_charges", sourceReference="US-1")["charges"]) == 1
    assert settled.refusal("credit_charge", chargeId="CH-90000001", reason="?")[0] == 404


@pytest.mark.parametrize("copy", [deepcopy, lambda tables: pickle.loads(pickle.dumps(tables))])
def test_copied_tables_are_tables_of_their_own(settled: Office, copy: Callable[[Any], Any]) -> None:
    tables = settled.system.tables
    copied = copy(tables)
    assert copied.charges[1].encounter is copied.encounters["ENC-3"]
    assert copied.charges[1].encounter is not tables.encounters["ENC-3"]
    del copied.charges.posted[1]
    assert tables.charges[1].charge_id == "CH-00000001"
