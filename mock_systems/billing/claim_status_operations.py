"""The 277CA's outcome for a claim: accepted for adjudication, or rejected before it (P10).

A rejection is no denial: the claim is corrected, then submitted again. The same outcome again, or
one that arrives after the remittance, changes nothing.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from mock_systems.billing import claims
from mock_systems.billing.claim_operations import ClaimAnswer, note_status, wire_claim
from mock_systems.billing.claims import Claim
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Code, Message
from mock_systems.service import Effect, Operation, Work

REJECTS = ("A3", "A6", "A7", "A8")
"""Claim status category codes of a claim that was not taken; A1 receipt, A2 acceptance."""

StatusCode = Annotated[str, StringConstraints(max_length=40)]


class ClaimStatusRequest(Message):
    """STC of one claim: category code, status codes, the payer's control number if accepted.
    `submission` says which submission it answers (1, 2 ...), 0 the latest."""

    claim_id: Code
    category_code: Literal["A1", "A2", "A3", "A6", "A7", "A8"]
    status_codes: list[StatusCode] = Field(default=[], max_length=20)
    payer_control_number: Annotated[str, StringConstraints(max_length=50)] = ""
    submission: int = Field(default=0, ge=0)


def record_claim_status(
    system: HasTables, request: ClaimStatusRequest, work: Work
) -> dict[str, Any]:
    """Takes an outcome while the submission that it answers waits for one."""
    tables = system.tables
    claim = tables.claim(request.claim_id)
    if claim.status == claims.DRAFT:
        claims.require_legal(claim, claims.ACCEPTED)
    _note_answer(tables, claim, request, work)
    if not _awaits(claim, request):
        return wire_claim(claim)
    if request.category_code in REJECTS:
        claim.reasons = (request.category_code, *request.status_codes)
        note_status(tables, claim, claims.REJECTED, work)
        work.emit("billing.claim.rejected", claim.claim_id, wire_claim(claim))
    else:
        claim.payer_control_number = request.payer_control_number
        note_status(tables, claim, claims.ACCEPTED, work)
        work.emit("billing.claim.accepted", claim.claim_id, wire_claim(claim))
    return wire_claim(claim)


def _note_answer(tables: Tables, claim: Claim, request: ClaimStatusRequest, work: Work) -> None:
    """The first answer to a submission that was made; a receipt (A1) decides nothing."""
    submission = request.submission or claim.submissions
    if request.category_code == "A1" or not claim.answered < submission <= claim.submissions:
        return
    claim.answered = submission
    tables.claims[claim.claim_id] = claim
    outcome = "rejected" if request.category_code in REJECTS else "accepted"
    work.effect(
        Effect(
            kind="billing.claim_answer",
            key=f"{claim.claim_id}/{submission}/{outcome}",
            facility=claim.encounter.facility.code,
            facts={"category": request.category_code},
        )
    )


def _awaits(claim: Claim, request: ClaimStatusRequest) -> bool:
    answers_latest = request.submission in (0, claim.submissions)
    return claim.status == claims.SUBMITTED and answers_latest and request.category_code != "A1"


DECLARED = (
    Operation(
        name="record_claim_status",
        method="POST",
        path="/claims/{claimId}/statuses",
        scope="billing.claims.write",
        request=ClaimStatusRequest,
        response=ClaimAnswer,
        handler=record_claim_status,
        key=("claimId", "categoryCode", "submission"),
        summary="Takes the 277CA outcome of a submission",
        status=201,
    ),
)
