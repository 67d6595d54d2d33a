"""P07 disputes: what a supplier gives back over a disputed invoice becomes its credit memo."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.procurement import disputes


def on_dispute_closed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Nothing where the invoice is paid as billed, or was withdrawn."""
    if not disputes.is_credited(event.data):
        return ()
    credit = disputes.read(event.data, closed_at=event.time)
    return (Step("enter_credit_memo", f"{credit.supplier}/{credit.number}", credit),)
