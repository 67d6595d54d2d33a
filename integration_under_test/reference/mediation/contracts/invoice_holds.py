"""Held invoices under a contract, for its owner on the contract platform (P07)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.invoice_holds import InvoiceHold
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.contracts.price_lists import CURRENCY
from integration_under_test.reference.mediation.erp.invoice_holds import HeldInvoice
from integration_under_test.reference.mediation.notation import to_decimal


def write(hold: InvoiceHold, context: Context) -> Body | None:
    """None for an invoice that no contract stands behind."""
    held: HeldInvoice = context.consulted
    if not held.contract:
        return None
    amount = {"value": to_decimal(held.amount_minor, 2), "currency": CURRENCY}
    return {**_of(hold, held.contract), "amount": amount}


def write_lift(hold: InvoiceHold, context: Context) -> Body | None:
    """None for a hold that there never was."""
    held: HeldInvoice | None = context.consulted
    return _of(hold, held.contract) if held is not None else None


def _of(hold: InvoiceHold, contract: str) -> Body:
    return {
        "contractNumber": contract,
        "invoiceReference": hold.reference,
        "holdCode": hold.code,
    }
