"""P06 receipt: goods on the shelf are accrued, their order is told, their lots may be billed."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.inventory import receipts


def on_receipt_recorded(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Line by line, so that one line that nobody can map does not hold the others."""
    steps = []
    for line in receipts.read(event.data):
        steps.append(Step("accrue_receipt", line.reference, line))
        steps.append(Step("return_receipt", line.reference, line))
        if line.implant and line.lot and crosswalk.may_be_billed(line.item):
            steps.append(Step("register_lot", line.reference, line))
    return tuple(steps)
