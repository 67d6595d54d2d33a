"""What every new invoice must pass (S01): a number not seen before, a sum that adds up."""

from __future__ import annotations

from datetime import date, timedelta

from mock_systems.erp.documents import Invoice, Order
from mock_systems.erp.invoice_requests import CreateInvoice
from mock_systems.erp.money import amount_text
from mock_systems.erp.rules import TERMS_DAYS
from mock_systems.erp.tables import ID_BASE, Tables
from mock_systems.service import Refusal

_PUNCTUATION = str.maketrans("", "", " -_/.,#")
"""`INV-001` and `inv001` are the same number without it, and without case."""


def compared_number(supplier: str, number: str) -> str:
    """What the duplicate check remembers of a number."""
    return f"{supplier}/{number.translate(_PUNCTUATION).upper()}"


def check_number(tables: Tables, supplier: str, number: str) -> str:
    """What the duplicate check shall remember of the new number; refused when an invoice or a
    credit memo has it (IM1). A cancelled invoice keeps its number.
    """
    compared = compared_number(supplier, number)
    key = (supplier, number)
    if (
        (compared in tables.invoice_numbers and tables.settings.normalised_duplicate_check)
        or key in tables.invoices_by_key
        or key in tables.credits.by_key
    ):
        raise Refusal(409, "DUPLICATE_INVOICE", f"invoice {supplier}/{number} exists already")
    return compared


def keep_invoice(tables: Tables, invoice: Invoice, compared: str) -> None:
    """Gives a new invoice its id and a place under its keys."""
    invoice.id = ID_BASE + len(tables.invoices) + 1
    tables.invoices[invoice.id] = invoice
    tables.invoices_by_key[invoice.supplier, invoice.number] = invoice
    tables.invoice_numbers.add(compared)


def due_date(invoice_date: str, terms: str) -> str:
    return (date.fromisoformat(invoice_date) + timedelta(TERMS_DAYS[terms])).isoformat()


def check_header(request: CreateInvoice, order: Order) -> None:
    """The supplier and number of its order; the sum of its lines, tax and freight."""
    if request.supplier_number != order.supplier:
        raise Refusal(
            422,
            "SUPPLIER_MISMATCH",
            f"order {order.number} was given to {order.supplier}, got {request.supplier_number!r}",
        )
    if request.source_order_number != order.source_number:
        raise Refusal(
            422,
            "ORDER_MISMATCH",
            f"order {order.number} came from {order.source_number}, "
            f"got {request.source_order_number!r}",
        )
    lines_minor = sum([line.quantity * line.unit_price for line in request.lines])
    check_sum(lines_minor + request.tax_amount + request.freight_amount, request.invoice_amount)


def check_sum(parts_minor: int, amount_minor: int) -> None:
    if parts_minor != amount_minor:
        raise Refusal(
            422,
            "AMOUNT_MISMATCH",
            f"the lines add up to {amount_text(parts_minor)}, "
            f"got InvoiceAmount {amount_text(amount_minor)}",
        )
