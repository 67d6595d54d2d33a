"""Claims of the billing platform (P10): batches that leave as 837, statuses that come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import Unsendable
from integration_under_test.reference.mediation.canonical.claims import ClaimBatch, ClaimStatus
from integration_under_test.reference.mediation.context import Body, Context


def read_batch(data: Mapping[str, Any]) -> ClaimBatch:
    return ClaimBatch(data["batchId"])


def find_batch(number: str) -> Body:
    return {"batchId": number}


def submissions_key(batch: str) -> str:
    """Under which the store keeps which submission of each claim a batch holds."""
    return f"claim-batch/{batch}"


def submissions(rendered: Mapping[str, Any]) -> dict[str, int]:
    """Claim -> its submission in a batch."""
    return {member["claimId"]: member["submission"] for member in rendered["members"]}


def remembered(batch: ClaimBatch, rendered: Mapping[str, Any]) -> tuple[str, dict[str, int]]:
    return submissions_key(batch.number), submissions(rendered)


def write_status(status: ClaimStatus, context: Context) -> Body:
    """`consulted` are the batch's submissions. Raises Unsendable for a claim that is not in it."""
    submission = context.consulted.get(status.claim)
    if submission is None:
        raise Unsendable(f"batch {status.batch} holds no claim {status.claim}")
    return {
        "claimId": status.claim,
        "categoryCode": status.category,
        "statusCodes": list(status.codes),
        "payerControlNumber": status.control,
        "submission": submission,
    }
