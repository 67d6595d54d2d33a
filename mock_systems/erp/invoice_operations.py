"""Supplier invoices (S01): entry with the three-way match, holds, their release (P07)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from mock_systems.erp.accounts import (
    ACCOUNTS_PAYABLE,
    ENCUMBRANCE,
    ENCUMBRANCE_RESERVE,
    GRNI,
    PRICE_VARIANCE,
)
from mock_systems.erp.documents import Invoice, Order, OrderLine, Supplier
from mock_systems.erp.invoice_requests import (
    CreateInvoice,
    FindInvoices,
    InvoiceLine,
    InvoiceResult,
    InvoiceView,
    ReleaseHold,
)
from mock_systems.erp.ledger import Journal, JournalLine
from mock_systems.erp.lookups import (
    factor_of,
    order_line_of,
    order_of,
    posting_period,
    supplier_of,
)
from mock_systems.erp.match import HELD, PRICE_HOLD, QUANTITY_HOLD, approve, await_receipt, enter
from mock_systems.erp.money import amount_text
from mock_systems.erp.rules import TERMS_DAYS, price_matches
from mock_systems.erp.tables import ID_BASE, HasTables, Tables
from mock_systems.erp.wire import Page, PagedRequest, page
from mock_systems.service import Effect, Operation, Refusal, Work


class Billed(NamedTuple):
    """An invoice line checked against its order line."""

    line: OrderLine
    each: int
    price_is_right: bool


def create_invoice(erp: HasTables, request: CreateInvoice, work: Work) -> dict[str, Any]:
    tables = erp.tables
    if (request.supplier_number, request.invoice_number) in tables.invoices_by_key:
        key = f"{request.supplier_number}/{request.invoice_number}"
        raise Refusal(409, "DUPLICATE_INVOICE", f"invoice {key} exists already")
    supplier = supplier_of(tables, request.supplier_number)
    order = order_of(tables, request.order_number, request.business_unit)
    _check_header(request, order)
    billed = [_billed(tables, order, line) for line in request.lines]
    period = posting_period(tables, request.accounting_date, work.caller)

    invoice = _invoice(tables, request, supplier)
    _post(tables, order, invoice, billed, request.accounting_date)
    work.effect(
        Effect(
            "erp.invoice",
            invoice.key,
            amount_minor=invoice.amount_minor,
            facility=invoice.business_unit,
            period=period,
        )
    )
    enter(tables, invoice, _holds(invoice, billed), work)
    return {
        "InvoiceId": invoice.id,
        "Status": invoice.status,
        "Holds": list(invoice.holds),
        "StatusVersion": invoice.version,
    }


def find_invoices(erp: HasTables, request: FindInvoices, _work: Work) -> dict[str, Any]:
    found = erp.tables.invoices_by_key.get((request.supplier_number, request.invoice_number))
    return page((found,) if found else (), request, _view)


def list_held_invoices(erp: HasTables, request: PagedRequest, _work: Work) -> dict[str, Any]:
    return page(erp.tables.held.values(), request, _view)


def release_hold(erp: HasTables, request: ReleaseHold, work: Work) -> dict[str, Any]:
    """A person answers for every hold of the invoice at once."""
    tables = erp.tables
    invoice = tables.invoices.get(request.invoice_id)
    if invoice is None:
        raise Refusal(404, "INVOICE_NOT_FOUND", f"no invoice {request.invoice_id}")
    if invoice.status != HELD:
        raise Refusal(409, "NOT_HELD", f"invoice {invoice.key} is {invoice.status}")
    work.effect(
        Effect(
            "erp.hold_release",
            invoice.key,
            facility=invoice.business_unit,
            facts={"holds": list(invoice.holds), "reason": request.reason},
        )
    )
    approve(tables, invoice, work)
    return _view(invoice)


def _check_header(request: CreateInvoice, order: Order) -> None:
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
    if lines_minor != request.invoice_amount:
        raise Refusal(
            422,
            "AMOUNT_MISMATCH",
            f"the lines add up to {amount_text(lines_minor)}, "
            f"got InvoiceAmount {amount_text(request.invoice_amount)}",
        )


def _billed(tables: Tables, order: Order, request: InvoiceLine) -> Billed:
    line = order_line_of(order, request.order_line_number)
    factor = factor_of(tables.items[line.item], request.uom_code)
    each = request.quantity * factor
    right = price_matches(each, request.unit_price, factor, line.unit_price_minor, line.factor)
    return Billed(line, each, right)


def _invoice(tables: Tables, request: CreateInvoice, supplier: Supplier) -> Invoice:
    due = date.fromisoformat(request.invoice_date) + timedelta(TERMS_DAYS[supplier.terms])
    invoice = Invoice(
        id=ID_BASE + len(tables.invoices) + 1,
        number=request.invoice_number,
        supplier=request.supplier_number,
        business_unit=request.business_unit,
        source_order=request.source_order_number,
        contract=request.contract_number,
        invoice_date=request.invoice_date,
        due_date=due.isoformat(),
        amount_minor=request.invoice_amount,
        status=HELD,
    )
    tables.invoices[invoice.id] = invoice
    tables.invoices_by_key[invoice.supplier, invoice.number] = invoice
    return invoice


def _post(
    tables: Tables, order: Order, invoice: Invoice, billed: list[Billed], accounting_date: str
) -> None:
    """Clears the accrual at the order's price, books the difference as price variance, and
    liquidates the encumbrance."""
    cleared_minor = liquidated_minor = 0
    for line, each, _ in billed:
        value_minor, freed_minor = line.bill(each)
        cleared_minor += value_minor
        liquidated_minor += freed_minor
        if not line.is_covered:
            await_receipt(tables, order.number, line, invoice)
    lines: list[JournalLine] = [
        (GRNI, "", cleared_minor),
        (ACCOUNTS_PAYABLE, "", -invoice.amount_minor),
    ]
    center = order.cost_center
    if variance_minor := invoice.amount_minor - cleared_minor:
        lines.append((PRICE_VARIANCE, center, variance_minor))
    if liquidated_minor:
        lines.append((ENCUMBRANCE_RESERVE, center, liquidated_minor))
        lines.append((ENCUMBRANCE, center, -liquidated_minor))
        tables.encumbered[center] -= liquidated_minor
    tables.ledger.post(
        Journal(order.business_unit, accounting_date, "INVOICE", invoice.number, tuple(lines))
    )


def _holds(invoice: Invoice, billed: list[Billed]) -> tuple[str, ...]:
    price_is_right = all(line.price_is_right for line in billed)
    if invoice.uncovered:
        return (QUANTITY_HOLD,) if price_is_right else (QUANTITY_HOLD, PRICE_HOLD)
    return () if price_is_right else (PRICE_HOLD,)


def _view(invoice: Invoice) -> dict[str, Any]:
    return {
        "InvoiceId": invoice.id,
        "InvoiceNumber": invoice.number,
        "SupplierNumber": invoice.supplier,
        "BusinessUnit": invoice.business_unit,
        "SourceOrderNumber": invoice.source_order,
        "ContractNumber": invoice.contract,
        "InvoiceDate": invoice.invoice_date,
        "DueDate": invoice.due_date,
        "InvoiceAmount": amount_text(invoice.amount_minor),
        "Status": invoice.status,
        "Holds": list(invoice.holds),
        "StatusVersion": invoice.version,
    }


OPERATIONS = (
    Operation(
        name="create_invoice",
        method="POST",
        path="/invoices",
        scope="erp.invoices.write",
        request=CreateInvoice,
        response=InvoiceResult,
        handler=create_invoice,
        key=("SupplierNumber", "InvoiceNumber"),
        summary="Enters a supplier invoice, matched with its order line by line.",
        status=201,
    ),
    Operation(
        name="find_invoices",
        method="GET",
        path="/invoices",
        scope="erp.invoices.read",
        request=FindInvoices,
        response=Page[InvoiceView],
        handler=find_invoices,
        key=("SupplierNumber", "InvoiceNumber"),
        summary="The invoice of a supplier's number, if it was entered.",
    ),
    Operation(
        name="list_held_invoices",
        method="GET",
        path="/invoices/held",
        scope="erp.invoices.read",
        request=PagedRequest,
        response=Page[InvoiceView],
        handler=list_held_invoices,
        summary="Invoices on hold, the longest held first.",
    ),
    Operation(
        name="release_hold",
        method="POST",
        path="/invoices/{InvoiceId}/holdReleases",
        scope="erp.holds.write",
        request=ReleaseHold,
        response=InvoiceView,
        handler=release_hold,
        key=("InvoiceId",),
        summary="Releases every hold of an invoice on a person's responsibility.",
        status=201,
    ),
)
