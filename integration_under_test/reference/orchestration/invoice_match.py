"""P07 invoice match: invoices go to the ERP, which matches them; its verdict comes back.

The match itself (order, receipt, invoice) is the ERP's. Here it only matters that an invoice
waits for its order instead of failing, whatever the order of arrival.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import invoices as erp_invoices
from integration_under_test.reference.mediation.procurement import invoices
from integration_under_test.reference.orchestration import invoice_hold


def on_invoice_submitted(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    invoice = invoices.read(event.data, arrived_at=event.time)
    return (Step("enter_invoice", f"{invoice.supplier}/{invoice.number}", invoice),)


def on_invoice_changed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Procurement shows the latest status; an older one that comes late is skipped."""
    if not erp_invoices.is_submitted(event.data):
        return ()  # procurement never had it
    status = erp_invoices.read_status(event.data)
    shown = Step("return_invoice_status", f"{status.supplier}/{status.number}", status)
    return (shown, *invoice_hold.on_invoice_changed(event, crosswalk))
