"""P04, P06 and P11 where orders or receipts begin in the ERP: carried to where they must be known.

The budget is decided as ever. Then the ERP orders of each supplier what the requisition wants, and
procurement takes over the order under the ERP's number; a receipt goes from the dock's booking to
the shelf, and not the other way.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.canonical.direct_orders import DirectOrder
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import dock_receipts
from integration_under_test.reference.mediation.procurement import sourced_requisitions


def on_requisition_sourced(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    orders = sourced_requisitions.read(event.data, sourced_at=event.time)
    return tuple(step for order in orders for step in _steps(order, crosswalk))


def _steps(order: DirectOrder, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Each needs the number that the one before it made known; a supplier hears of an order (P05)
    when procurement can take its answer."""
    key = f"{order.requisition}/{order.supplier}"
    sequence = f"direct_order/{key}"
    is_partner = crosswalk.is_partner(order.supplier)
    return (
        Step("order_directly", key, order, sequence),
        Step("import_order", key, order, sequence),
        *([Step("send_direct_order", key, order, sequence)] if is_partner else []),
        Step("date_direct_order", key, order, sequence),
    )


def on_receipt_recorded(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Free text is noted on its order only: there is no shelf for it."""
    receipt = dock_receipts.read(event.data)
    steps: tuple[Step, ...] = (Step("return_dock_receipt", receipt.reference, receipt),)
    if receipt.item:
        steps += (Step("shelve_receipt", receipt.reference, receipt),)
    if receipt.item and receipt.lot and crosswalk.may_be_billed(receipt.item):
        steps += (Step("register_dock_lot", receipt.reference, receipt),)
    return steps
