"""What the sender of a document is told when its target refuses it."""

from __future__ import annotations

from integration_under_test.boundary import Rejected
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.gateway.command_kind import Instead
from integration_under_test.reference.mediation.canonical.batches import Batch, BatchRejection
from integration_under_test.reference.mediation.canonical.recalls import (
    RecallFinding,
    RecallNotice,
)
from integration_under_test.reference.policies import PASSING_STATUSES


def back_to_sender(batch: Batch, refusal: Rejected) -> Instead | None:
    """None for a refusal that says nothing about the batch, or for a batch that no file brought."""
    if refusal.status in PASSING_STATUSES or not (refusal.message and batch.came_as):
        return None
    step = rejecting(BatchRejection(batch.sender, batch.number, refusal.code, refusal.message))
    return Instead(step, reopens=batch.came_as)


def never_held(notice: RecallNotice, refusal: Rejected) -> Instead | None:
    """Who recalls a lot that the group never had is told just that."""
    if refusal.code != "UNKNOWN_LOT":
        return None
    finding = RecallFinding(notice.reference, notice.item, notice.lot)
    return Instead(Step("answer_recall", finding.key, finding))


def rejecting(rejection: BatchRejection) -> Step:
    """Tells it to the sender."""
    return Step("reject_batch", rejection.key, rejection)
