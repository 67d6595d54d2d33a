"""Batches of claims: released at the screen, fetched as one 837 interchange each (P10).

A submission leaves in one batch only. A released batch is rendered anew whenever it is asked for,
so that nobody keeps files.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, Literal

from mock_systems.billing import claim_files, claims
from mock_systems.billing.claim_files import ClaimBatch
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Code, Message
from mock_systems.service import Effect, Operation, Refusal, Work

CLAIMS_MAX = 5_000
"""How many claims a set of an 837 may hold (TR3)."""


class ReleaseRequest(Message):
    """Whose claims to whom: I institutional, P professional."""

    facility_id: int
    payer_id: Code
    claim_type: Literal["I", "P"]


class BatchRequest(Message):
    """Which batch."""

    batch_id: Code


class BatchMember(Message):
    """A claim of a batch with the submission that it is."""

    claim_id: str
    submission: int


class BatchAnswer(Message):
    """A batch; `interchangeNumber` is its ISA13."""

    batch_id: str
    facility_id: int
    payer_id: str
    claim_type: str
    claim_count: int
    billed_cents: int
    released_at: str
    interchange_number: int


class BatchFileAnswer(BatchAnswer):
    """A batch with its claims; `content` is the 837 that the clearinghouse takes."""

    members: list[BatchMember]
    content_type: str
    content: str


def release_claim_batch(system: HasTables, request: ReleaseRequest, work: Work) -> dict[str, Any]:
    """Puts every submitted claim of a kind that did not leave yet into one batch."""
    tables = system.tables
    facility, payer = tables.facility(request.facility_id), tables.payer(request.payer_id)
    queue = tables.unreleased.get((request.facility_id, request.payer_id, request.claim_type), {})
    submitted = (c for c in map(tables.claim, queue) if c.status == claims.SUBMITTED)
    waiting = list(islice(submitted, CLAIMS_MAX))
    if not waiting:
        raise Refusal(
            409, "NO_CLAIMS", f"nothing submitted waits for {payer.payer_id}", field="payerId"
        )
    for claim in waiting:
        claim.released = claim.submissions
        tables.claims[claim.claim_id] = claim
        del queue[claim.claim_id]
    batch_id = tables.number("CB")
    batch = ClaimBatch(
        batch_id,
        len(tables.batches) + 1,
        facility,
        payer,
        request.claim_type,
        work.now,
        sum(claim.billed_cents for claim in waiting),
        tuple((claim.claim_id, claim.submissions) for claim in waiting),
    )
    tables.batches[batch_id] = batch
    work.effect(
        Effect(
            kind="billing.claim_batch",
            key=batch_id,
            amount_minor=batch.billed_cents,
            quantity=len(batch.members),
            facility=facility.code,
            facts={
                "payer": payer.payer_id,
                "claims": [
                    (claim.claim_id, claim.submissions, claim.billed_cents) for claim in waiting
                ],
            },
        )
    )
    answer = _wire(batch)
    work.emit("billing.claim_batch.released", batch_id, answer)
    return answer


def get_claim_batch(system: HasTables, request: BatchRequest, work: Work) -> dict[str, Any]:
    """Renders a batch."""
    del work
    tables = system.tables
    batch = tables.batches.get(request.batch_id)
    if batch is None:
        raise Refusal(404, "UNKNOWN_BATCH", f"no batch {request.batch_id!r}", field="batchId")
    members = [tables.claim(claim_id) for claim_id, _ in batch.members]
    return {
        **_wire(batch),
        "members": [{"claimId": claim, "submission": number} for claim, number in batch.members],
        "contentType": claim_files.CONTENT_TYPE,
        "content": claim_files.render(batch, members),
    }


def _wire(batch: ClaimBatch) -> dict[str, Any]:
    return {
        "batchId": batch.batch_id,
        "facilityId": batch.facility.facility_id,
        "payerId": batch.payer.payer_id,
        "claimType": batch.claim_type,
        "claimCount": len(batch.members),
        "billedCents": batch.billed_cents,
        "releasedAt": batch.released_at.isoformat(),
        "interchangeNumber": batch.number,
    }


DECLARED = (
    Operation(
        name="release_claim_batch",
        method="POST",
        path="/claimBatches",
        scope="billing.claims.write",
        request=ReleaseRequest,
        response=BatchAnswer,
        handler=release_claim_batch,
        key=("facilityId", "payerId", "claimType"),
        summary="Releases the submitted claims of a hospital to a payer as one batch",
        status=201,
    ),
    Operation(
        name="get_claim_batch",
        method="GET",
        path="/claimBatches/{batchId}",
        scope="billing.claims.read",
        request=BatchRequest,
        response=BatchFileAnswer,
        handler=get_claim_batch,
        key=("batchId",),
        summary="Reads a batch as one 837 interchange",
    ),
)
