"""P04 requisition to order: the ERP's budget decides, and each order is committed there once."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation import procurement
from integration_under_test.reference.mediation.crosswalk import Crosswalk


def on_requisition_approved(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Asks the ERP for the budget and tells procurement, which then orders or does not."""
    requisition = procurement.read_requisition(event.data)
    return (Step("decide_budget", requisition.number, requisition),)


def on_order_issued(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """The ERP's own order number is remembered: receipts and invoices will need it."""
    order = procurement.read_order(event.data)
    return (Step("commit_order", order.number, order),)
