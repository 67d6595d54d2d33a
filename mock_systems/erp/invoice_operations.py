"""Supplier invoices (S01): entry with the three-way match, holds, their release (P07)."""

from __future__ import annotations

from typing import Any

from mock_systems.erp.accounts import FREIGHT, SALES_TAX
from mock_systems.erp.documents import Charge, Invoice, Order, Part, Supplier
from mock_systems.erp.invoice_checks import (
    check_header,
    check_number,
    due_date,
    keep_invoice,
)
from mock_systems.erp.invoice_posting import Document, post_billing
from mock_systems.erp.invoice_requests import (
    CreateInvoice,
    FindInvoices,
    InvoiceLine,
    InvoiceResult,
    InvoiceView,
    ReleaseHold,
)
from mock_systems.erp.lookups import (
    open_order_of,
    order_line_of,
    posting_period,
    supplier_of,
    unit_factor,
)
from mock_systems.erp.match import (
    APPROVAL_HOLD,
    HELD,
    ORDERED_HOLD,
    PRICE_HOLD,
    QUANTITY_HOLD,
    approve,
    enter,
)
from mock_systems.erp.money import amount_text
from mock_systems.erp.project_costs import check_open
from mock_systems.erp.rules import price_matches
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import Page, PagedRequest, page
from mock_systems.service import Effect, Operation, Refusal, Work


def create_invoice(erp: HasTables, request: CreateInvoice, work: Work) -> dict[str, Any]:
    tables = erp.tables
    compared = check_number(tables, request.supplier_number, request.invoice_number)
    supplier = supplier_of(tables, request.supplier_number)
    order = open_order_of(tables, request.order_number, request.business_unit)
    check_header(request, order)
    parts = [_part(tables, order, line) for line in request.lines]
    price_is_right = all(map(_price_is_right, parts, request.lines))
    period = posting_period(tables, request.accounting_date, work.caller)

    invoice = _invoice(request, supplier, parts)
    keep_invoice(tables, invoice, compared)
    if request.tax_amount or request.freight_amount:
        invoice.charges = _surcharges(request, order.cost_center)
    document = Document(
        "INVOICE",
        invoice.key,
        invoice.number,
        request.accounting_date,
        invoice.amount_minor,
        invoice.charges,
        invoice,
    )
    post_billing(tables, order, parts, document, work)
    work.effect(
        Effect(
            "erp.invoice",
            invoice.key,
            amount_minor=invoice.amount_minor,
            facility=invoice.business_unit,
            period=period,
        )
    )
    enter(tables, invoice, _holds(invoice, price_is_right), work)
    return {
        "InvoiceId": invoice.id,
        "Status": invoice.status,
        "Holds": list(invoice.holds),
        "StatusVersion": invoice.version,
    }


def find_invoices(erp: HasTables, request: FindInvoices, _work: Work) -> dict[str, Any]:
    found = erp.tables.invoices_by_key.get((request.supplier_number, request.invoice_number))
    return page((found,) if found else (), request, invoice_view)


def list_held_invoices(erp: HasTables, request: PagedRequest, _work: Work) -> dict[str, Any]:
    return page(erp.tables.held.values(), request, invoice_view)


def release_hold(erp: HasTables, request: ReleaseHold, work: Work) -> dict[str, Any]:
    """A person answers for every hold of the invoice at once."""
    tables = erp.tables
    invoice = tables.invoices.get(request.invoice_id)
    if invoice is None:
        raise Refusal(404, "INVOICE_NOT_FOUND", f"no invoice {request.invoice_id}")
    if invoice.status != HELD:
        raise Refusal(409, "NOT_HELD", f"invoice {invoice.key} is {invoice.status}")
    if APPROVAL_HOLD in invoice.holds:
        raise Refusal(409, "NEEDS_APPROVAL", f"invoice {invoice.key} waits for an approver")
    work.effect(
        Effect(
            "erp.hold_release",
            invoice.key,
            facility=invoice.business_unit,
            facts={"holds": list(invoice.holds), "reason": request.reason},
        )
    )
    approve(tables, invoice, work)
    return invoice_view(invoice)


def _part(tables: Tables, order: Order, request: InvoiceLine) -> Part:
    line = order_line_of(order, request.order_line_number)
    if line.project:
        check_open(tables, line.project)
    each = request.quantity * unit_factor(tables, line, request.uom_code)
    return Part(line, each, request.quantity * request.unit_price)


def _price_is_right(part: Part, request: InvoiceLine) -> bool:
    line, each, _ = part
    factor = each // request.quantity
    return price_matches(each, request.unit_price, factor, line.unit_price_minor, line.factor)


def _invoice(request: CreateInvoice, supplier: Supplier, parts: list[Part]) -> Invoice:
    return Invoice(
        id=0,
        number=request.invoice_number,
        supplier=request.supplier_number,
        business_unit=request.business_unit,
        source_order=request.source_order_number,
        contract=request.contract_number,
        invoice_date=request.invoice_date,
        due_date=due_date(request.invoice_date, supplier.terms),
        amount_minor=request.invoice_amount,
        status=HELD,
        order=request.order_number,
        parts=parts,
    )


def _surcharges(request: CreateInvoice, cost_center: str) -> tuple[Charge, ...]:
    """Tax and freight are the department's expense, since no order line carries them."""
    amounts = ((SALES_TAX, request.tax_amount), (FREIGHT, request.freight_amount))
    return tuple(Charge(account, cost_center, minor) for account, minor in amounts if minor)


def _holds(invoice: Invoice, price_is_right: bool) -> tuple[str, ...]:
    holds = () if price_is_right else (PRICE_HOLD,)
    for line, _, _ in invoice.parts:
        if line.two_way and not line.is_covered:
            holds = (ORDERED_HOLD, *holds)
            break
    return (QUANTITY_HOLD, *holds) if invoice.uncovered else holds


def invoice_view(invoice: Invoice) -> dict[str, Any]:
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
