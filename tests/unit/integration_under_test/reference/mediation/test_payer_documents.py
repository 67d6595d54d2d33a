"""What payers say of claims, and how billing and the ledger are told."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference.exceptions import SentBack, Unsendable
from integration_under_test.reference.mediation.billing import claims as billing_claims
from integration_under_test.reference.mediation.billing import (
    denials,
    receivables,
)
from integration_under_test.reference.mediation.billing import remittances as billing_remittances
from integration_under_test.reference.mediation.canonical.claims import ClaimStatus, DeniedSupply
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.canonical.receivables import Deposit
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import cash
from integration_under_test.reference.mediation.erp import receivables as erp_receivables
from integration_under_test.reference.mediation.payers import (
    acknowledgements,
    claim_statuses,
    remittances,
)
from integration_under_test.reference.mediation.protocols import x12
from tests.unit.integration_under_test.reference.fakes import crosswalk
from tests.unit.integration_under_test.reference.mediation.x12_samples import written

STATUSES = """BHT*0085*08*277-1*20260415*0900*TH
HL*1**20*1
NM1*PR*2*PAYER*****PI*PAY-MCR
TRN*1*R1
HL*2*1*21*1
NM1*41*2*GROUP*****46*HOSPGROUP
TRN*2*CB-00000007
STC*A1:19:PR*20260415*WQ*150
HL*3*2*19*1
TRN*1*0
STC*A1:19:PR**WQ*150
HL*4*3*PT
NM1*QC*1*PSEUDO*A****MI*M1
TRN*2*CL-00000001
STC*A2:20:PR*20260415*WQ*100
REF*1K*ICN000000000001
HL*5*3*PT
NM1*QC*1*PSEUDO*B****MI*M2
TRN*2*CL-00000002
STC*A7:562:85*20260415*U*50******A7:164:IL"""
REMITTANCE = """BPR*I*130*C*ACH************20260416
TRN*1*PAY-MCR-0000003*1521234567
DTM*405*20260416
N1*PR*MEDICARE
REF*2U*X
LX*1
CLP*CL-00000001*22*-100*-80**MA*ICN000000000001*11*1
SVC*HC:99213*-100*-80**1
CAS*CO*45*-15**253*-5
REF*6R*1
CLP*CL-00000001*1*100*90.5**MA*ICN000000000001*11*1
CAS*PR*1*4.5
SVC*HC:99213*100*95**1
CAS*CO*45*5
REF*6R*1
CLP*CL-00000002*4*50*0**MA*ICN000000000002*11*1
PLB*1234567893*20261231*FB:TRACE-1*-119.5*WO:TRACE-2*.0"""


def interchange(code: str, body: str) -> x12.Interchange:
    return x12.read(written(code, body))


def test_a_report_says_of_each_claim_what_became_of_it() -> None:
    assert claim_statuses.read(interchange("277", STATUSES)) == (
        ClaimStatus("CL-00000001", "CB-00000007", "A2", ("20",), "ICN000000000001"),
        ClaimStatus("CL-00000002", "CB-00000007", "A7", ("562", "164"), ""),
    )


@pytest.mark.parametrize("lost", ["TRN*2*CB-00000007\n", "STC*A2:20:PR*20260415*WQ*100\n"])
def test_a_report_that_leaves_out_what_counts_is_refused(lost: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|batch"):
        claim_statuses.read(interchange("277", STATUSES.replace(lost, "")))


def test_a_status_counts_for_the_submission_that_its_batch_holds() -> None:
    status = ClaimStatus("CL-1", "CB-7", "A7", ("562",), "")
    body = billing_claims.write_status(status, Context(crosswalk(), consulted={"CL-1": 2}))
    assert body == {
        "claimId": "CL-1",
        "categoryCode": "A7",
        "statusCodes": ["562"],
        "payerControlNumber": "",
        "submission": 2,
    }
    with pytest.raises(Unsendable, match="CB-7 holds no claim CL-1"):
        billing_claims.write_status(status, Context(crosswalk(), consulted={"CL-2": 1}))


def test_a_remittance_is_posted_line_by_line_as_the_payer_wrote_it() -> None:
    remittance = remittances.read(interchange("835", REMITTANCE))
    assert from_json(to_json(remittance)) == remittance
    context = Context(crosswalk_of_payers(), posting_on="2026-04-16")
    body = billing_remittances.write(remittance, context)
    lines = body["claims"][0].pop("lines"), body["claims"][1].pop("lines")
    assert lines[0] == [line(-10000, -8000, ("CO", "45", -1500), ("CO", "253", -500))]
    assert lines[1] == [line(10000, 9500, ("CO", "45", 500))]
    assert body == {
        "payerId": "PAY-MCR",
        "traceNumber": "PAY-MCR-0000003",
        "paymentCents": 13000,
        "paidOn": "20260416",
        "claims": [
            claim("CL-00000001", "22", -10000, -8000, "ICN000000000001"),
            claim("CL-00000001", "1", 10000, 9050, "ICN000000000001", ("PR", "1", 450)),
            {**claim("CL-00000002", "4", 5000, 0, "ICN000000000002"), "lines": []},
        ],
        "providerAdjustments": [
            {"reason": "FB", "reference": "TRACE-1", "amountCents": -11950},
            {"reason": "WO", "reference": "TRACE-2", "amountCents": 0},
        ],
    }


def crosswalk_of_payers() -> Any:
    made = crosswalk()
    made.payers["521234567"] = "PAY-MCR"
    return made


def line(billed: int, paid: int, *adjusted: tuple[str, str, int]) -> dict[str, Any]:
    amounts = {"line": 1, "billedCents": billed, "paidCents": paid}
    return {**amounts, "adjustments": _adjusted(adjusted)}


def claim(number: str, status: str, billed: int, paid: int, *more: Any) -> dict[str, Any]:
    control, *adjusted = more
    return {
        "claimId": number,
        "statusCode": status,
        "billedCents": billed,
        "paidCents": paid,
        "payerControlNumber": control,
        "adjustments": _adjusted(adjusted),
    }


def _adjusted(adjusted: Any) -> list[dict[str, Any]]:
    return [{"group": g, "reason": r, "amountCents": cents} for g, r, cents in adjusted]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("TRN*1*PAY-MCR-0000003*1521234567\n", ""),
        ("*1521234567\nDTM", "*\nDTM"),
        ("*-80**1\nCAS", "***1\nCAS"),
        ("REF*6R*1\nCLP", "CLP"),
        ("CO*45*5\n", "CO*45*5.005\n"),
    ],
)
def test_a_remittance_that_cannot_be_read_for_certain_is_refused(text: str, by: str) -> None:
    assert text in REMITTANCE
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        remittances.read(interchange("835", REMITTANCE.replace(text, by, 1)))


@pytest.mark.parametrize(
    "body", ["AK1*HC*7*005010X222A1\nAK9*A*1*1*1", "TA1*000000007*260416*0600*A*000"]
)
def test_claims_that_were_taken_owe_nothing(body: str) -> None:
    acknowledgements.require_accepted(interchange("999", body))


def test_an_interchange_that_they_have_already_is_no_news() -> None:
    again = interchange("999", "TA1*000000007*260416*0600*R*025")
    acknowledgements.require_accepted(again)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("TA1*000000007*260416*0600*R*006", "000000007 was refused: 006"),
        ("AK1*HC*7\nAK2*837*0001\nIK3*CLM*22**8\nIK5*R*5\nAK9*R*1*1*0", r"group 7 .* R: IK3\*CLM"),
    ],
)
def test_claims_that_were_sent_back_are_for_a_person(body: str, why: str) -> None:
    with pytest.raises(SentBack, match=why):
        acknowledgements.require_accepted(interchange("999", body))


POSTED: dict[str, Any] = {
    "reference": "RM-00000001/H01/contractual",
    "facilityId": 11,
    "kind": "contractual",
    "source": "RM-00000001",
    "amountCents": 12345,
    "postedOn": "20260501",
    "period": "2026-04",
}


@pytest.mark.parametrize(
    ("kind", "cents", "entry_type"),
    [
        ("charges", 1, "CHARGE"),
        ("charges", -1, "CHARGE_CREDIT"),
        ("contractual", 1, "CONTRACTUAL"),
        ("contractual", -1, "CONTRACTUAL_REVERSAL"),
        ("provider_adjustment", -1, "PAYER_ADJUSTMENT_REVERSAL"),
        ("write_off", 1, "WRITE_OFF"),
    ],
)
def test_a_movement_goes_by_the_ledgers_own_type(kind: str, cents: int, entry_type: str) -> None:
    receivable = receivables.read({**POSTED, "kind": kind, "amountCents": cents * 12345})
    day = erp_receivables.posting_day(receivable, crosswalk())
    assert erp_receivables.write(receivable, Context(crosswalk(), posting_on=day)) == {
        "Reference": "RM-00000001/H01/contractual",
        "EntryType": entry_type,
        "BusinessUnit": "BU100",
        "AccountingDate": "2026-04-30",
        "Amount": "123.45",
    }


def test_a_payers_payment_comes_by_the_bank_a_patients_does_not() -> None:
    payment = {**POSTED, "kind": "payment"}
    assert receivables.comes_as_deposit(payment)
    assert not receivables.comes_as_deposit({**payment, "source": "patient_payment:P1"})
    assert not receivables.comes_as_deposit(POSTED)


def test_a_deposit_is_applied_whole_under_its_trace() -> None:
    data = {"CashReceiptId": 42, "DepositTrace": "T-3", "Amount": "130.00"}
    deposit = cash.read({**data, "AccountingDate": "2026-04-16"})
    assert deposit == Deposit(42, "T-3", 13000, "2026-04-16")
    assert cash.write_application(deposit, Context(crosswalk(), posting_on="2026-04-16")) == {
        "CashReceiptId": 42,
        "Reference": "T-3",
        "AccountingDate": "2026-04-16",
        "Amount": "130.00",
    }
    assert cash.is_applied(deposit, {"items": [{"EntryType": "PAYMENT"}]})
    assert not cash.is_applied(deposit, {"items": [{"EntryType": "CHARGE"}]})


def test_a_denied_line_counts_once_and_only_usages_have_an_origin() -> None:
    reasons = [
        {"line": 1, "chargeId": "CH-1", "sourceReference": "US-9"},
        {"line": 1, "chargeId": "CH-1", "sourceReference": "US-9"},
        {"line": 2, "chargeId": "CH-2", "sourceReference": "EHR/T000000001"},
    ]
    found = list(denials.read({"denialId": "DN-1", "reasons": reasons}))
    assert found == [DeniedSupply("DN-1", 1, "CH-1", "US-9")]
    assert denials.is_attached(found[0], {"items": [{"line": 1}]})
    assert not denials.is_attached(found[0], {"items": [{"line": 2}]})
