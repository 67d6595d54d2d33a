"""Claims: made of an encounter's charges, submitted, resubmitted, closed (P10).

An encounter has one active claim for each payer. The 837 is written from the event.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Literal

from mock_systems.billing import claims
from mock_systems.billing.claim_files import claim_type_of
from mock_systems.billing.claims import Claim, ClaimLine, Payer
from mock_systems.billing.documents import FINAL_BILLED, Encounter
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Code, Message, Page, Reason
from mock_systems.service import Effect, Operation, Refusal, Work


class CreateClaimRequest(Message):
    """Whom to bill for which encounter."""

    encounter_id: Code
    payer_id: Code


class ClaimRequest(Message):
    """Which claim."""

    claim_id: Code


class CloseClaimRequest(Message):
    """Which claim needs no more work, why."""

    claim_id: Code
    reason: Reason


class FindClaimsRequest(Message):
    """Which encounter."""

    encounter_id: Code


class ListClaimsRequest(Page):
    """Claims of one state."""

    status: Literal[
        "draft",
        "submitted",
        "rejected_277",
        "accepted",
        "paid",
        "partially_paid",
        "denied",
        "appealed",
        "closed",
    ]


class ClaimLineAnswer(Message):
    """A charge as billed, by `line` from 1."""

    line: int
    charge_id: str
    source_reference: str
    charge_code: str
    revenue_code: str
    quantity: int
    amount_cents: int
    service_date: str


class ClaimAnswer(Message):
    """A claim as it stands; `payerControlNumber` once the payer gave one (ICN)."""

    claim_id: str
    encounter_id: str
    facility_id: int
    instance: str
    payer_id: str
    payer_npi: str
    claim_type: str
    status: str
    version: int
    billed_cents: int
    submissions: int
    submitted_on: str
    payer_control_number: str
    reasons: list[str]
    admitted_on: str
    discharged_on: str
    diagnosis_codes: list[str]
    procedure_codes: list[str]
    drg: str
    lines: list[ClaimLineAnswer]


class ClaimsAnswer(Message):
    """Claims of an encounter, or one page of those of a state."""

    items: list[ClaimAnswer]
    has_more: bool


def create_claim(system: HasTables, request: CreateClaimRequest, work: Work) -> dict[str, Any]:
    """Drafts a claim of the charges that stand."""
    tables = system.tables
    encounter = tables.encounter(request.encounter_id)
    payer = tables.payer(request.payer_id)
    _require_billable(tables, encounter, payer)
    lines = claims.billed_lines(tables.charges.standing_on(encounter))
    if not lines:
        raise Refusal(
            409, "NO_CHARGES", f"{encounter.encounter_id} has nothing to bill", field="encounterId"
        )
    created_on = encounter.facility.local_day.of(work.now)
    whole = ClaimLine(0, None, 0)
    claim = Claim(tables.number("CL"), encounter, payer, created_on, lines, whole)
    tables.add_claim(claim)
    work.effect(_effect("billing.claim", claim))
    return wire_claim(claim)


def submit_claim(system: HasTables, request: ClaimRequest, work: Work) -> dict[str, Any]:
    """Sends a draft, or again what the clearinghouse rejected."""
    tables = system.tables
    claim = tables.claim(request.claim_id)
    claims.require_legal(claim, claims.SUBMITTED)
    claim.submissions += 1
    claim.submitted_on = claim.encounter.facility.local_day.of(work.now)
    claim.reasons = ()
    tables.waiting_like(claim)[claim.claim_id] = None
    note_status(tables, claim, claims.SUBMITTED, work)
    answer = wire_claim(claim)
    work.emit("billing.claim.submitted", claim.claim_id, answer)
    return answer


def close_claim(system: HasTables, request: CloseClaimRequest, work: Work) -> dict[str, Any]:
    """Ends the work on a claim; another may be made of the same encounter."""
    tables = system.tables
    claim = tables.claim(request.claim_id)
    claims.require_legal(claim, claims.CLOSED)
    claim.reasons = (request.reason,)
    note_status(tables, claim, claims.CLOSED, work)
    return wire_claim(claim)


def get_claim(system: HasTables, request: ClaimRequest, work: Work) -> dict[str, Any]:
    """Reads one claim."""
    del work
    return wire_claim(system.tables.claim(request.claim_id))


def find_claims(system: HasTables, request: FindClaimsRequest, work: Work) -> dict[str, Any]:
    """Reads the claims of an encounter."""
    del work
    encounter = system.tables.encounters.get(request.encounter_id)
    return _page(system.tables.claims_of(encounter) if encounter else (), False)


def list_claims(system: HasTables, request: ListClaimsRequest, work: Work) -> dict[str, Any]:
    """Lists the claims of one state, the longest in it first."""
    del work
    held = system.tables.claims_in.get(request.status, {})
    end = request.offset + request.limit
    wanted = islice(held, request.offset, end)
    return _page(map(system.tables.claim, wanted), end < len(held))


def note_status(tables: Tables, claim: Claim, status: str, work: Work) -> None:
    """Moves a claim, keeps it, records the step."""
    tables.move_claim(claim, status)
    work.effect(_effect("billing.claim_status", claim))


def _require_billable(tables: Tables, encounter: Encounter, payer: Payer) -> None:
    if encounter.status != FINAL_BILLED:
        raise Refusal(
            409,
            "NOT_FINAL_BILLED",
            f"{encounter.encounter_id} is {encounter.status}; final_bill first",
            field="encounterId",
        )
    if encounter.coverages and payer.payer_id not in encounter.coverages:
        raise Refusal(
            422,
            "NOT_COVERED",
            f"{encounter.encounter_id} is covered by {', '.join(encounter.coverages)}",
            field="payerId",
        )
    active = tables.active_claim(encounter, payer.payer_id)
    if active is not None:
        raise Refusal(
            409,
            "ACTIVE_CLAIM",
            f"{active.claim_id} is {active.status}; close it before another is made",
            field="encounterId",
        )


def _effect(kind: str, claim: Claim) -> Effect:
    return Effect(
        kind=kind,
        key=claim.claim_id,
        amount_minor=claim.billed_cents,
        facility=claim.encounter.facility.code,
        version=claim.version,
        facts={
            "status": claim.status,
            "encounter": claim.encounter.encounter_id,
            "payer": claim.payer.payer_id,
            "submissions": claim.submissions,
        },
    )


def _page(found: Iterable[Claim], has_more: bool) -> dict[str, Any]:
    return {"items": [wire_claim(claim) for claim in found], "hasMore": has_more}


def wire_claim(claim: Claim) -> dict[str, Any]:
    """A claim as this vendor writes it."""
    encounter = claim.encounter
    return {
        "claimId": claim.claim_id,
        "encounterId": encounter.encounter_id,
        "facilityId": encounter.facility.facility_id,
        "instance": encounter.instance,
        "payerId": claim.payer.payer_id,
        "payerNpi": claim.payer.npi,
        "claimType": claim_type_of(encounter),
        "status": claim.status,
        "version": claim.version,
        "billedCents": claim.billed_cents,
        "submissions": claim.submissions,
        "submittedOn": claim.submitted_on,
        "payerControlNumber": claim.payer_control_number,
        "reasons": list(claim.reasons),
        "admittedOn": encounter.admitted_on,
        "dischargedOn": encounter.discharged_on,
        "diagnosisCodes": list(encounter.diagnosis_codes),
        "procedureCodes": list(encounter.procedure_codes),
        "drg": encounter.drg,
        "lines": [_line(line) for line in claim.lines],
    }


def _line(line: ClaimLine) -> dict[str, Any]:
    charge = line.billed
    assert charge is not None
    return {
        "line": line.number,
        "chargeId": charge.charge_id,
        "sourceReference": charge.source_reference,
        "chargeCode": charge.code.charge_code,
        "revenueCode": charge.code.revenue_code,
        "quantity": charge.quantity,
        "amountCents": line.amount_cents,
        "serviceDate": charge.service_date,
    }


DECLARED = (
    Operation(
        name="create_claim",
        method="POST",
        path="/claims",
        scope="billing.claims.write",
        request=CreateClaimRequest,
        response=ClaimAnswer,
        handler=create_claim,
        key=("encounterId", "payerId"),
        summary="Drafts a claim of a final billed encounter's charges",
        status=201,
    ),
    Operation(
        name="submit_claim",
        method="POST",
        path="/claims/{claimId}/submissions",
        scope="billing.claims.write",
        request=ClaimRequest,
        response=ClaimAnswer,
        handler=submit_claim,
        key=("claimId",),
        summary="Submits a draft, or again what the 277CA rejected",
        status=201,
    ),
    Operation(
        name="close_claim",
        method="POST",
        path="/claims/{claimId}/closing",
        scope="billing.claims.write",
        request=CloseClaimRequest,
        response=ClaimAnswer,
        handler=close_claim,
        key=("claimId",),
        summary="Ends the work on a claim",
        status=201,
    ),
    Operation(
        name="get_claim",
        method="GET",
        path="/claims/{claimId}",
        scope="billing.claims.read",
        request=ClaimRequest,
        response=ClaimAnswer,
        handler=get_claim,
        key=("claimId",),
        summary="Reads one claim with its lines",
    ),
    Operation(
        name="find_claims",
        method="GET",
        path="/claims",
        scope="billing.claims.read",
        request=FindClaimsRequest,
        response=ClaimsAnswer,
        handler=find_claims,
        key=("encounterId",),
        summary="Reads all claims of an encounter",
    ),
    Operation(
        name="list_claims",
        method="GET",
        path="/claimQueues/{status}",
        scope="billing.claims.read",
        request=ListClaimsRequest,
        response=ClaimsAnswer,
        handler=list_claims,
        key=("status",),
        summary="Lists the claims of one state, the longest in it first",
    ),
)
