"""Invoices of the ERP (P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.invoices import Invoice, InvoiceStatus
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp.orders import contract_of
from integration_under_test.reference.mediation.notation import cents_of, local_day, to_decimal

STANDARD = "STANDARD"


def is_submitted(data: Mapping[str, Any]) -> bool:
    """Whether procurement has an invoice: neither expenses nor corrections of prices came by it."""
    return bool(data.get("InvoiceType", STANDARD) == STANDARD)


def read_status(data: Mapping[str, Any]) -> InvoiceStatus:
    return InvoiceStatus(
        number=data["InvoiceNumber"],
        supplier=data["SupplierNumber"],
        status=data["Status"],
        holds=tuple(data["Holds"]),
        version=data["StatusVersion"],
    )


def write(invoice: Invoice, context: Context) -> Body:
    return {
        "InvoiceNumber": invoice.number,
        "SupplierNumber": invoice.supplier,
        "InvoiceDate": invoice.invoiced_on,
        "InvoiceAmount": to_decimal(invoice.amount_minor, 2),
        "SourceOrderNumber": invoice.order,
        "OrderNumber": context.consulted,
        "BusinessUnit": context.crosswalk.business_unit(invoice.facility),
        "AccountingDate": context.posting_on,
        **contract_of(invoice.contract),
        "Lines": [
            {
                "LineNumber": line.line,
                "OrderLineNumber": line.order_line,
                "Quantity": str(line.quantity),
                "UOMCode": line.unit,
                "UnitPrice": cents_of(line.price_e4),
            }
            for line in invoice.lines
        ],
    }


def find(invoice: Invoice, context: Context) -> Body:
    return {"SupplierNumber": invoice.supplier, "InvoiceNumber": invoice.number}


def posting_day(invoice: Invoice, crosswalk: Crosswalk) -> str:
    """The facility's own day on which the invoice arrived."""
    return local_day(invoice.arrived_at, crosswalk.facility(invoice.facility).time_zone)
