"""P04 requisition to order: the ERP's budget decides, and each order is committed there once."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.procurement import orders, requisitions
from integration_under_test.reference.orchestration import order_to_supplier, replenishment


def on_requisition_approved(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Asks the ERP for the budget and tells procurement, which then orders or does not."""
    requisition = requisitions.read(event.data)
    return (Step("decide_budget", requisition.number, requisition),)


def on_order_issued(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """The ERP's own order number is remembered: receipts and invoices will need it. A supplier
    that takes documents gets the order at once (P05), a store that proposed it its date (P11)."""
    order = orders.read(event.data)
    sent = order_to_supplier.send_order(order, crosswalk)
    return (Step("commit_order", order.number, order), *sent, *replenishment.date_order(event.data))
