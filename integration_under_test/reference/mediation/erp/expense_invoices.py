"""Invoices without order in the ERP, which has them approved by amount (P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.expense_invoices import ExpenseInvoice
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import from_decimal, local_day, to_decimal


def write(invoice: ExpenseInvoice, context: Context) -> Body:
    """Tax and freight would go to the first line's cost center; what is captured has none."""
    return {
        "InvoiceNumber": invoice.number,
        "SupplierNumber": invoice.supplier,
        "InvoiceDate": invoice.invoiced_on,
        "InvoiceAmount": to_decimal(invoice.amount_minor, 2),
        "BusinessUnit": context.crosswalk.business_unit(invoice.facility),
        "CostCenter": invoice.lines[0].cost_center,
        "Requester": invoice.requester,
        "AccountingDate": context.posting_on,
        "Lines": [
            {
                "LineNumber": line.line,
                "Account": line.account,
                "CostCenter": line.cost_center,
                "Amount": to_decimal(line.amount_minor, 2),
            }
            for line in invoice.lines
        ],
    }


def find(invoice: ExpenseInvoice, context: Context) -> Body:
    return {"SupplierNumber": invoice.supplier, "InvoiceNumber": invoice.number}


def is_same(invoice: ExpenseInvoice, answer: Mapping[str, Any]) -> bool:
    """Whether the invoice that was found is this one: another sum under its number is not."""
    amounts = (found["InvoiceAmount"] for found in answer.get("items", ()))
    return any(from_decimal(amount, 2) == invoice.amount_minor for amount in amounts)


def posting_day(invoice: ExpenseInvoice, crosswalk: Crosswalk) -> str:
    """The facility's own day on which the invoice was verified."""
    return local_day(invoice.arrived_at, crosswalk.facility(invoice.facility).time_zone)
