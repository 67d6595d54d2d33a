"""Invoices of invoice capture, with or without an order (P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.expense_invoices import (
    ExpenseInvoice,
    ExpenseLine,
    InvoiceExport,
)
from integration_under_test.reference.mediation.canonical.invoices import Invoice, InvoiceLine
from integration_under_test.reference.mediation.context import Body, Context

CURRENCY = "USD"
_NANOS_PER_E4 = 100_000
"""Nano-dollars in a ten-thousandth of a dollar."""


def has_order(data: Mapping[str, Any]) -> bool:
    return bool(data["invoice"]["purchase_order"])


def read(data: Mapping[str, Any], arrived_at: str) -> Invoice:
    """Contract and facility are those of the order, which procurement knows."""
    invoice = data["invoice"]
    return Invoice(
        number=invoice["invoice_number"],
        supplier=invoice["vendor_code"],
        order=invoice["purchase_order"],
        contract="",
        facility="",
        invoiced_on=_day(invoice["invoice_date"]),
        arrived_at=arrived_at,
        amount_minor=_cents(_e4(invoice["total_amount"])),
        lines=tuple(_line(line) for line in invoice["line_items"]),
    )


def read_expense(data: Mapping[str, Any], arrived_at: str) -> ExpenseInvoice:
    invoice = data["invoice"]
    return ExpenseInvoice(
        number=invoice["invoice_number"],
        supplier=invoice["vendor_code"],
        facility=f"erp:{invoice['business_unit']}",
        requester=invoice["requester"],
        invoiced_on=_day(invoice["invoice_date"]),
        arrived_at=arrived_at,
        amount_minor=_cents(_e4(invoice["total_amount"])),
        lines=tuple(_expense_line(line) for line in invoice["line_items"]),
    )


def read_export(data: Mapping[str, Any]) -> InvoiceExport:
    return InvoiceExport(data["document"], data["invoice"]["invoice_number"])


def write_export(export: InvoiceExport, context: Context) -> Body:
    return {"document": export.document, "external_reference": export.invoice}


def _line(line: Mapping[str, Any]) -> InvoiceLine:
    price_e4 = _e4(line["unit_price"])
    return InvoiceLine(
        line["line_number"], line["order_line"], line["quantity"], line["unit"], price_e4
    )


def _expense_line(line: Mapping[str, Any]) -> ExpenseLine:
    amount_minor = _cents(line["quantity"] * _e4(line["unit_price"]))
    return ExpenseLine(line["line_number"], line["account"], line["cost_center"], amount_minor)


def _e4(money: Mapping[str, Any]) -> int:
    """Ten-thousandths of a dollar. Raises ValueError for another currency, or a finer price."""
    if money["currency_code"] != CURRENCY:
        raise ValueError(f"expected money in {CURRENCY}, got {money['currency_code']!r}")
    price_e4, rest = divmod(money["nanos"], _NANOS_PER_E4)
    if rest:
        raise ValueError(f"expected four decimals at most, got {money['nanos']} nanos")
    return int(money["units"]) * 10_000 + int(price_e4)


def _cents(amount_e4: int) -> int:
    cents, rest = divmod(amount_e4, 100)
    if rest:
        raise ValueError(f"expected an amount in whole cents, got {amount_e4} ten-thousandths")
    return cents


def _day(day: Mapping[str, Any]) -> str:
    return f"{day['year']}-{day['month']:02d}-{day['day']:02d}"
