"""P07 invoices on paper: what was verified goes on, and only then it is said to have gone on."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.invoice_capture import invoices


def on_invoice_verified(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """With an order it enters procurement like any other, without one the ERP itself."""
    export = invoices.read_export(event.data)
    sequence = f"capture/{export.document}"
    acknowledge = Step("acknowledge_export", export.document, export, sequence)
    if invoices.has_order(event.data):
        invoice = invoices.read(event.data, arrived_at=event.time)
        key = f"{invoice.supplier}/{invoice.number}"
        return (Step("submit_invoice", key, invoice, sequence), acknowledge)
    expense = invoices.read_expense(event.data, arrived_at=event.time)
    key = f"{expense.supplier}/{expense.number}"
    return (Step("enter_expense_invoice", key, expense, sequence), acknowledge)
