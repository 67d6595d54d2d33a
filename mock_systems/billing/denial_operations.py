"""Work on denials: listed, appealed, decided (CR7, P15)."""

from __future__ import annotations

from itertools import islice
from typing import Any, Literal

from mock_systems.billing import claims, denials
from mock_systems.billing.claim_operations import note_status
from mock_systems.billing.denials import Denial
from mock_systems.billing.remittance_posting import wire_denial
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Code, Message, Page
from mock_systems.service import Effect, Operation, Refusal, Work

ROUNDS = 3
"""How often payers hear an appeal (Premier 2023: three rounds of 45 to 60 days)."""


class DenialRequest(Message):
    """Which denial."""

    denial_id: Code


class AppealRequest(Message):
    """Which denial, under which reference the payer hears of it."""

    denial_id: Code
    reference: Code


class DecisionRequest(Message):
    """What the payer decided; the money of an overturned one comes by remittance."""

    denial_id: Code
    outcome: Literal["overturned", "upheld"]


class DenialReasonAnswer(Message):
    """Why a line was denied, with the charge on it and the charge's origin."""

    line: int
    group: str
    reason: str
    amount_cents: int
    charge_id: str
    source_reference: str


class DenialAnswer(Message):
    """A denial as it stands."""

    denial_id: str
    claim_id: str
    encounter_id: str
    facility_id: int
    payer_id: str
    trace_number: str
    denied_on: str
    status: str
    level: int
    appeal_reference: str
    amount_cents: int
    reasons: list[DenialReasonAnswer]


class DenialsAnswer(Message):
    """One page of denials that need work, oldest first."""

    items: list[DenialAnswer]
    has_more: bool


def list_denials(system: HasTables, request: Page, work: Work) -> dict[str, Any]:
    """Lists the denials that are open or appealed."""
    del work
    waiting = system.tables.open_denials
    end = request.offset + request.limit
    page = islice(waiting.values(), request.offset, end)
    items = [_wire(system.tables, denial) for denial in page]
    return {"items": items, "hasMore": end < len(waiting)}


def get_denial(system: HasTables, request: DenialRequest, work: Work) -> dict[str, Any]:
    """Reads one denial."""
    del work
    return _wire(system.tables, system.tables.denial(request.denial_id))


def appeal_denial(system: HasTables, request: AppealRequest, work: Work) -> dict[str, Any]:
    """Asks the payer to reconsider."""
    tables = system.tables
    denial = tables.denial(request.denial_id)
    require_status(denial, denials.OPEN)
    if denial.level >= ROUNDS:
        raise Refusal(
            409, "APPEALS_EXHAUSTED", f"{denial.denial_id} had {ROUNDS} rounds", field="denialId"
        )
    claim = tables.claim(denial.claim_id)
    if claim.status != claims.APPEALED:
        claims.require_legal(claim, claims.APPEALED)
        note_status(tables, claim, claims.APPEALED, work)
    denial.status, denial.level = denials.APPEALED, denial.level + 1
    denial.appeal_reference = request.reference
    work.effect(_effect("billing.appeal", denial))
    answer = wire_denial(denial, claim)
    work.emit("billing.denial.appealed", denial.denial_id, answer)
    return answer


def decide_appeal(system: HasTables, request: DecisionRequest, work: Work) -> dict[str, Any]:
    """Takes the payer's decision."""
    tables = system.tables
    denial = tables.denial(request.denial_id)
    require_status(denial, denials.APPEALED)
    if request.outcome == "overturned":
        denial.status = denials.OVERTURNED
        del tables.open_denials[denial.denial_id]
    else:
        denial.status = denials.OPEN
        claim = tables.claim(denial.claim_id)
        status = claims.adjudicated(claim)
        if claim.status == claims.APPEALED and status != claims.APPEALED:
            note_status(tables, claim, status, work)
    work.effect(_effect("billing.appeal_decision", denial))
    return _wire(tables, denial)


def require_status(denial: Denial, status: str) -> None:
    """Raises Refusal 409 for a denial in another state."""
    if denial.status != status:
        raise Refusal(
            409,
            "ILLEGAL_DENIAL_STATE",
            f"{denial.denial_id} is {denial.status}, expected {status}",
            field="denialId",
        )


def _effect(kind: str, denial: Denial) -> Effect:
    return Effect(
        kind=kind,
        key=f"{denial.denial_id}/{denial.level}",
        amount_minor=abs(denial.amount_cents),
        facility=denial.encounter.facility.code,
        facts={"status": denial.status, "claim": denial.claim_id},
    )


def _wire(tables: Tables, denial: Denial) -> dict[str, object]:
    return wire_denial(denial, tables.claim(denial.claim_id))


DECLARED = (
    Operation(
        name="list_denials",
        method="GET",
        path="/denials",
        scope="billing.denials.read",
        request=Page,
        response=DenialsAnswer,
        handler=list_denials,
        summary="Lists the denials that need work, oldest first",
    ),
    Operation(
        name="get_denial",
        method="GET",
        path="/denials/{denialId}",
        scope="billing.denials.read",
        request=DenialRequest,
        response=DenialAnswer,
        handler=get_denial,
        key=("denialId",),
        summary="Reads one denial with the charges behind it",
    ),
    Operation(
        name="appeal_denial",
        method="POST",
        path="/denials/{denialId}/appeals",
        scope="billing.denials.write",
        request=AppealRequest,
        response=DenialAnswer,
        handler=appeal_denial,
        key=("denialId",),
        summary="Appeals a denial",
        status=201,
    ),
    Operation(
        name="decide_appeal",
        method="POST",
        path="/denials/{denialId}/decisions",
        scope="billing.denials.write",
        request=DecisionRequest,
        response=DenialAnswer,
        handler=decide_appeal,
        key=("denialId",),
        summary="Takes the payer's decision on an appeal",
        status=201,
    ),
)
