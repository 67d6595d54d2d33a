"""Invoices of the procurement suite (P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.invoices import (
    Invoice,
    InvoiceLine,
    InvoiceStatus,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS,
    PROCUREMENT_UNITS_OUT,
    from_decimal,
    from_us_day,
    to_decimal,
    to_us_day,
)
from integration_under_test.reference.releases.table import Table

STATUSES = Table(
    "mappings.invoice_status",
    {"HELD": "on-hold", "APPROVED": "approved", "PAID": "paid", "CANCELLED": "cancelled"},
)


def read(data: Mapping[str, Any], arrived_at: str) -> Invoice:
    return Invoice(
        number=data["invoice-number"],
        supplier=data["erp-supplier-number"],
        order=data["po-number"],
        contract=data["contract-number"],
        facility=f"procurement:{data['ship-to']}",
        invoiced_on=from_us_day(data["invoice-date"]),
        arrived_at=arrived_at,
        amount_minor=from_decimal(data["total"], 2),
        lines=tuple(_line(line) for line in data["lines"]),
    )


def _line(line: Mapping[str, Any]) -> InvoiceLine:
    return InvoiceLine(
        line=line["line-num"],
        order_line=line["po-line"],
        quantity=line["quantity"],
        unit=PROCUREMENT_UNITS[line["uom"]],
        price_e4=from_decimal(line["unit-price"], 4),
    )


def ask_supplier(invoice: Invoice) -> Body:
    return {"erp-number": invoice.supplier}


def read_supplier(answer: Mapping[str, Any]) -> int:
    """The suite's own id of a supplier. Raises NotYet while it has none."""
    suppliers = answer["suppliers"]
    if not suppliers:
        raise NotYet("procurement does not know the supplier of the invoice yet")
    return int(suppliers[0]["id"])


def write(invoice: Invoice, context: Context) -> Body:
    """As a supplier enters it at the portal."""
    return {
        "invoice-number": invoice.number,
        "supplier-id": context.consulted,
        "po-number": invoice.order,
        "invoice-date": to_us_day(invoice.invoiced_on),
        "total": to_decimal(invoice.amount_minor, 2),
        "lines": [
            {
                "line-num": line.line,
                "po-line": line.order_line,
                "quantity": line.quantity,
                "uom": PROCUREMENT_UNITS_OUT[line.unit],
                "unit-price": to_decimal(line.price_e4, 4),
            }
            for line in invoice.lines
        ],
    }


def write_status(status: InvoiceStatus, context: Context) -> Body:
    return {
        "id": require_id(context, status.number),
        "status": STATUSES[status.status],
        "reasons": list(status.holds),
        "status-version": status.version,
    }


def require_id(context: Context, number: str) -> int:
    invoices = context.found["invoices"]
    if not invoices:
        raise NotYet(f"procurement does not know invoice {number} yet")
    return int(invoices[0]["id"])


def find(invoice: Invoice | InvoiceStatus, context: Context) -> Body:
    return {"erp-number": invoice.supplier, "invoice-number": invoice.number}


def is_same(invoice: Invoice, answer: Mapping[str, Any]) -> bool:
    """Whether the invoice that was found is this one: another sum under its number is not."""
    totals = (found["total"] for found in answer.get("invoices", ()))
    return any(from_decimal(total, 2) == invoice.amount_minor for total in totals)
