"""One planted violation for each condition of claims (K104-K116).

The month end whose books are kept bills nobody, so each function first has a hospital bill one
account, be paid for a line, be denied the other, and attach where that one came from.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mock_systems.billing.batch_operations import ReleaseRequest, release_claim_batch
from mock_systems.billing.claims import Claim, billed
from mock_systems.billing.denials import Evidence
from mock_systems.billing.evidence_operations import EvidenceRequest, attach_denial_evidence
from mock_systems.billing.import_operations import ImportRequest, import_open_account
from mock_systems.billing.payer_operations import PayerRequest, register_payer
from mock_systems.billing.remittance_operations import post_remittance
from mock_systems.billing.remittance_requests import RemittanceRequest
from mock_systems.billing.remittances import Posting, Remittance
from mock_systems.billing.tables import Tables
from mock_systems.erp.receivables import CashReceipt
from mock_systems.service import Work
from sim.conditions.books import Books

PAYER, TRACE, ENCOUNTER = "PAY-1", "T1", "ENC-OLD-I1"


class _Platform:
    """What the operations need of the system."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables


def _billed(books: Books) -> Remittance:
    """Two lines billed; the first paid less a discount, the second denied with evidence."""
    platform = _Platform(books.billing.tables)
    facility = next(iter(books.billing.facilities()))
    code = next(c for c in books.billing.charge_master().values() if not c.implant)
    work = Work(datetime(2026, 5, 4, 15, tzinfo=UTC), "world/test", "")
    register_payer(platform, PayerRequest(payer_id=PAYER, name="PAYER"), work)
    charge = {"chargeCode": code.charge_code, "quantity": 2, "serviceDate": "20260410"}
    account: dict[str, Any] = {
        "encounterId": ENCOUNTER,
        "facilityId": facility.facility_id,
        "class": "I",
        "admittedOn": "20260410",
        "dischargedOn": "20260412",
        "diagnosisCodes": ["I10"],
        "charges": [{**charge, "sourceReference": f"OLD-{n}"} for n in (1, 2)],
        "claim": {"payerId": PAYER, "submittedOn": "20260418", "payerControlNumber": "ICN1"},
    }
    opened = import_open_account(platform, ImportRequest.model_validate(account), work)
    cents = code.price_cents * 2
    paid = _line(1, cents, cents - 1, [("CO", "45", 1)])
    denied = _line(2, cents, 0, [("CO", "16", cents)])
    claim = {"claimId": opened["claimId"], "statusCode": "1", "lines": [paid, denied]}
    body = {
        "payerId": PAYER,
        "traceNumber": TRACE,
        "paymentCents": cents - 1,
        "paidOn": "20260504",
        "claims": [{**claim, "billedCents": 2 * cents, "paidCents": cents - 1}],
    }
    post_remittance(platform, RemittanceRequest.model_validate(body), work)
    (denial,) = books.billing.denials()
    evidence = EvidenceRequest(
        denial_id=denial.denial_id,
        line=2,
        usage_id="OLD-2",
        lot="L1",
        receipt="opening",
        po_number="opening",
        contract_number="opening",
        charge_id="CH-90000002",
    )
    attach_denial_evidence(platform, evidence, work)
    (remittance,) = books.billing.remittances()
    return remittance


def _line(
    number: int, billed: int, paid: int, adjustments: list[tuple[str, str, int]]
) -> dict[str, Any]:
    said = [{"group": g, "reason": r, "amountCents": cents} for g, r, cents in adjustments]
    return {"line": number, "billedCents": billed, "paidCents": paid, "adjustments": said}


def _rest(books: Books) -> tuple[Posting, Posting]:
    """Of one claim, to be kept by whoever spoils it."""
    paid, denied = books.billing.postings_of(_billed(books))
    return paid, denied


def _keep(books: Books, claim: Claim) -> None:
    books.billing.tables.claims[claim.claim_id] = claim


def k104(books: Books) -> str:
    paid, _ = _rest(books)
    paid.paid_cents += 1
    _keep(books, paid.claim)
    return f"{paid.key}: expected {paid.paid_cents - 1} cents"


def k105(books: Books) -> str:
    remittance = _billed(books)
    remittance.payment_cents += 5
    books.billing.tables.remittances[remittance.key] = remittance
    return f"{TRACE}: expected {remittance.payment_cents - 5} cents"


def k106(books: Books) -> str:
    remittance = _billed(books)
    remittance.postings.append(remittance.postings[0])
    books.billing.tables.remittances[remittance.key] = remittance
    return f"{remittance.postings[0]}: expected 1 postings, found 2"


def k107(books: Books) -> str:
    """A takeback of more than was paid."""
    paid, _ = _rest(books)
    key = paid.key._replace(occurrence=2)
    taken = Posting(key, paid.claim, -paid.billed_cents - 1, -paid.paid_cents, (), paid)
    paid.claim.lines[0].postings.append(taken)
    _keep(books, paid.claim)
    return f"{key}: expected amounts -{paid.billed_cents} billed"


def k108(books: Books) -> str:
    """The denied line has no work item."""
    _, denied = _rest(books)
    books.billing.tables.denials.clear()
    books.billing.tables.open_denials.clear()
    books.billing.tables.evidence.clear()
    return f"{denied.key.claim_id}/2/{TRACE}: expected 1 denials, found 0"


def k109(books: Books) -> str:
    _billed(books)
    books.billing.tables.open_denials.clear()
    return "DN-00000001: expected status open, found nothing"


def k110(books: Books) -> str:
    paid, _ = _rest(books)
    facility = paid.claim.encounter.facility
    facility.receivables["2026-05"].payment_cents += 7
    return f"{facility.code}: expected "


def k111(books: Books) -> str:
    paid, _ = _rest(books)
    account = books.billing.tables.account(paid.claim.encounter)
    account.patient_paid_cents += 1
    return f"{ENCOUNTER}: expected account queued, found not queued"


def k112(books: Books) -> str:
    """The discount never reached the ledger."""
    paid, _ = _rest(books)
    hospital = books.hospital(paid.claim.encounter.facility.code)
    return f"{hospital}/contractual: expected 1 cents, found 0"


def k113(books: Books) -> str:
    remittance = _billed(books)
    cents = remittance.payment_cents
    unit = next(iter(books.erp.locations())).business_unit
    deposit = CashReceipt(1, TRACE, unit, PAYER, "2026-05-05", cents + 3)
    books.erp.tables.receivables.deposit(deposit)
    return f"{TRACE}: expected {cents} cents, found {cents + 3}"


def k114(books: Books) -> str:
    paid, _ = _rest(books)
    line = paid.claim.lines[0]
    other = next(iter(books.billing.charges()))
    line.billed = billed(other)
    _keep(books, paid.claim)
    return f"found {other.encounter.encounter_id}"


def k115(books: Books) -> str:
    """A batch was released twice."""
    paid, _ = _rest(books)
    claim, tables = paid.claim, books.billing.tables
    claim.status = "submitted"
    _keep(books, claim)
    tables.waiting_like(claim)[claim.claim_id] = None
    facility = claim.encounter.facility
    asked = ReleaseRequest(facility_id=facility.facility_id, payer_id=PAYER, claim_type="I")
    work = Work(datetime(2026, 5, 4, 15, tzinfo=UTC), "world/test", "")
    release_claim_batch(_Platform(tables), asked, work)
    (batch,) = tables.batches.values()
    tables.batches["CB-2"] = batch
    return f"{claim.claim_id}/1: expected 1 batches, found 2"


def k116(books: Books) -> str:
    """The chain of another line."""
    _billed(books)
    ((denial_id, chains),) = books.billing.tables.evidence.items()
    chains[0] = Evidence(2, "OLD-1", *chains[0][2:])
    return f"{denial_id}/2: expected charge CH-90000002 of OLD-2"


PLANTED = {
    "K104": k104,
    "K105": k105,
    "K106": k106,
    "K107": k107,
    "K108": k108,
    "K109": k109,
    "K110": k110,
    "K111": k111,
    "K112": k112,
    "K113": k113,
    "K114": k114,
    "K115": k115,
    "K116": k116,
}
