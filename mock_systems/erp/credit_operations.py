"""Credit memos (S01): a supplier takes units or price back, which lowers what is paid (IM2)."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.erp.credit_memos import PRICE, CreditMemo
from mock_systems.erp.documents import Invoice, Order, OrderLine, Part
from mock_systems.erp.invoice_checks import check_number, check_sum
from mock_systems.erp.invoice_posting import Document, post_billing
from mock_systems.erp.invoice_requests import InvoiceLine
from mock_systems.erp.lookups import order_line_of, order_of, posting_period, unit_factor
from mock_systems.erp.match import CANCELLED, PAID, cover, withdraw
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.project_costs import check_open
from mock_systems.erp.tables import ID_BASE, HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Code, Page, PagedRequest, WireModel, page
from mock_systems.service import Effect, Operation, Refusal, Work


class CreateCreditMemo(WireModel):
    """RETURN takes billed units back; PRICE lowers the price of units that stay billed."""

    credit_number: Code
    supplier_number: Code
    order_number: Code
    business_unit: Code
    invoice_number: str = ""
    credit_type: Literal["RETURN", "PRICE"]
    credit_amount: Amount
    accounting_date: BusinessDate
    lines: Annotated[list[InvoiceLine], Field(min_length=1, max_length=500)]


class FindCreditMemos(PagedRequest):
    supplier_number: Code
    credit_number: Code


class CreditMemoView(WireModel):
    credit_id: int
    credit_number: str
    supplier_number: str
    order_number: str
    source_order_number: str
    invoice_number: str
    credit_type: str
    credit_amount: str
    applied_amount: str
    status: Literal["OPEN", "APPLIED"]


def create_credit_memo(erp: HasTables, request: CreateCreditMemo, work: Work) -> dict[str, Any]:
    """Lowers what its invoice still costs; the rest waits for the supplier's next payment."""
    tables = erp.tables
    compared = check_number(tables, request.supplier_number, request.credit_number)
    order = order_of(tables, request.order_number, request.business_unit)
    invoice = _credited_invoice(tables, request, order)
    parts = [_part(tables, order, line) for line in request.lines]
    check_sum(sum(part.amount_minor for part in parts), request.credit_amount)
    _check_extent(tables, request, parts, invoice)
    period = posting_period(tables, request.accounting_date, work.caller)

    memo = _memo(tables, request, order)
    tables.invoice_numbers.add(compared)
    _apply(tables, memo, invoice)
    tables.credits.add(memo)
    _post(tables, order, parts, memo, work)
    work.effect(
        Effect(
            "erp.credit_memo",
            memo.key,
            amount_minor=memo.amount_minor,
            facility=memo.business_unit,
            period=period,
            facts={"type": memo.type, "invoice": memo.invoice, "source_order": order.source_number},
        )
    )
    if memo.type != PRICE:
        _take_units_back(tables, order, parts, invoice, work)
    return _view(memo)


def find_credit_memos(erp: HasTables, request: FindCreditMemos, _work: Work) -> dict[str, Any]:
    found = erp.tables.credits.by_key.get((request.supplier_number, request.credit_number))
    return page((found,) if found else (), request, _view)


def _credited_invoice(tables: Tables, request: CreateCreditMemo, order: Order) -> Invoice | None:
    if request.supplier_number != order.supplier:
        raise Refusal(
            422, "SUPPLIER_MISMATCH", f"order {order.number} was given to {order.supplier}"
        )
    if not request.invoice_number:
        return None
    invoice = tables.invoices_by_key.get((request.supplier_number, request.invoice_number))
    if invoice is None or invoice.order != order.number:
        raise Refusal(
            422, "UNKNOWN_INVOICE", f"order {order.number} has no {request.invoice_number!r}"
        )
    if invoice.status == CANCELLED:
        raise Refusal(409, "INVOICE_CANCELLED", f"invoice {invoice.key} is void")
    return invoice


def _part(tables: Tables, order: Order, request: InvoiceLine) -> Part:
    line = order_line_of(order, request.order_line_number)
    check_open(tables, line.project)
    each = request.quantity * unit_factor(tables, line, request.uom_code)
    return Part(line, each, request.quantity * request.unit_price)


def _check_extent(
    tables: Tables, request: CreateCreditMemo, parts: list[Part], invoice: Invoice | None
) -> None:
    """No more money than the invoice has left, no more units than were billed."""
    if not request.credit_amount:
        raise Refusal(422, "INVALID_AMOUNT", "expected a CreditAmount above zero")
    if invoice is not None and request.credit_amount > _creditable_minor(tables, invoice):
        raise Refusal(
            422, "EXCEEDS_INVOICE", f"invoice {invoice.key} has less left than is credited"
        )
    if request.credit_type == PRICE:
        return
    wanted: Counter[int] = Counter()
    for line, each, _ in parts:
        wanted[line.number] += each
        if wanted[line.number] > _billed_each(tables, line, invoice):
            raise Refusal(
                422, "EXCEEDS_BILLED", f"line {line.number}: fewer units were billed than that"
            )


def _creditable_minor(tables: Tables, invoice: Invoice) -> int:
    return invoice.amount_minor - tables.credits.credited_minor.get(invoice.id, 0)


def _billed_each(tables: Tables, line: OrderLine, invoice: Invoice | None) -> int:
    if invoice is None:
        return line.billed_each
    on_invoice = sum(part.each for part in invoice.parts if part.line is line)
    credited = tables.credits.credited_each.get((invoice.id, line.number), 0)
    return min(line.billed_each, on_invoice - credited)


def _memo(tables: Tables, request: CreateCreditMemo, order: Order) -> CreditMemo:
    return CreditMemo(
        id=ID_BASE + len(tables.credits.memos) + 1,
        number=request.credit_number,
        supplier=request.supplier_number,
        business_unit=order.business_unit,
        order=order.number,
        source_order=order.source_number,
        invoice=request.invoice_number,
        type=request.credit_type,
        accounting_date=request.accounting_date,
        amount_minor=request.credit_amount,
    )


def _apply(tables: Tables, memo: CreditMemo, invoice: Invoice | None) -> None:
    if invoice is None:
        return
    credited = tables.credits.credited_minor
    credited[invoice.id] = credited.get(invoice.id, 0) + memo.amount_minor
    if invoice.status != PAID:
        memo.applied_minor = min(memo.amount_minor, invoice.open_minor)
        invoice.credited_minor += memo.applied_minor


def _post(tables: Tables, order: Order, parts: list[Part], memo: CreditMemo, work: Work) -> None:
    """A price credit moves no units: all of it is a difference of price."""
    moves = memo.type != PRICE
    signed = [Part(line, -each if moves else 0, -minor) for line, each, minor in parts]
    document = Document("CREDIT", memo.key, memo.number, memo.accounting_date, -memo.amount_minor)
    post_billing(tables, order, signed, document, work)


def _take_units_back(
    tables: Tables, order: Order, parts: list[Part], invoice: Invoice | None, work: Work
) -> None:
    """Whoever waits for a receipt behind these units waits for fewer."""
    for line, each, _ in parts:
        if invoice is not None:
            key = (invoice.id, line.number)
            credited = tables.credits.credited_each
            credited[key] = credited.get(key, 0) + each
        withdraw(tables, order, line, each, invoice)
        cover(tables, order.number, line, work)


def _view(memo: CreditMemo) -> dict[str, Any]:
    return {
        "CreditId": memo.id,
        "CreditNumber": memo.number,
        "SupplierNumber": memo.supplier,
        "OrderNumber": memo.order,
        "SourceOrderNumber": memo.source_order,
        "InvoiceNumber": memo.invoice,
        "CreditType": memo.type,
        "CreditAmount": amount_text(memo.amount_minor),
        "AppliedAmount": amount_text(memo.applied_minor),
        "Status": memo.status,
    }


OPERATIONS = (
    Operation(
        name="create_credit_memo",
        method="POST",
        path="/creditMemos",
        scope="erp.invoices.write",
        request=CreateCreditMemo,
        response=CreditMemoView,
        handler=create_credit_memo,
        key=("SupplierNumber", "CreditNumber"),
        summary="Enters a supplier's credit against an order or one of its invoices.",
        status=201,
    ),
    Operation(
        name="find_credit_memos",
        method="GET",
        path="/creditMemos",
        scope="erp.invoices.read",
        request=FindCreditMemos,
        response=Page[CreditMemoView],
        handler=find_credit_memos,
        key=("SupplierNumber", "CreditNumber"),
        summary="The credit memo of a supplier's number, if it was entered.",
    ),
)
