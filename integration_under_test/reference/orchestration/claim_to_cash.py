"""P10, its financial half: claims leave, what payers say comes back, money reaches the ledger.

claim batch -> 837 -> 277CA -> claim status
835   -> remittance -> receivables;  deposit -> applied cash
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.billing import claims, receivables
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import cash
from integration_under_test.reference.mediation.payers import (
    acknowledgements,
    claim_statuses,
    remittances,
)
from integration_under_test.reference.mediation.received import Received


def on_claim_batch_released(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Billing renders the 837 itself, under a control number of its own."""
    batch = claims.read_batch(event.data)
    return (Step("send_claims", batch.number, batch),)


def on_claim_statuses(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Claim by claim, the answers to one claim in their order."""
    statuses = claim_statuses.read(received.content)
    return tuple(Step("record_claim_status", status.claim, status) for status in statuses)


def on_remittance(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    remittance = remittances.read(received.content)
    return (Step("post_remittance", remittance.reference, remittance),)


def on_acknowledgement(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Nothing is left to do for claims that were taken; raises SentBack for others."""
    acknowledgements.require_accepted(received.content)
    return ()


def on_receivable_posted(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    if receivables.comes_as_deposit(event.data):
        return ()
    receivable = receivables.read(event.data)
    return (Step("post_receivable", receivable.reference, receivable),)


def on_cash_receipt_recorded(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    deposit = cash.read(event.data)
    return (Step("apply_cash", deposit.trace, deposit),)
