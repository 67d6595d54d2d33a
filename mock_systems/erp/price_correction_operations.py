"""The operations on price corrections (S01): what contracts changed after the order (CP7).

As an ERP's retroactive pricing does, a credit becomes a credit memo that the supplier's next
payment uses up, a debit an invoice without units that is due by the supplier's terms.
"""

from __future__ import annotations

from typing import Any, Literal

from mock_systems.erp.credit_memos import PRICE, CreditMemo
from mock_systems.erp.documents import Invoice, Order, Part
from mock_systems.erp.invoice_checks import check_number, due_date, keep_invoice
from mock_systems.erp.invoice_posting import Document, post_billing
from mock_systems.erp.lookups import order_line_of, order_of, posting_period, supplier_of
from mock_systems.erp.match import HELD, enter
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.price_corrections import CREDIT, PriceCorrection
from mock_systems.erp.project_costs import check_open
from mock_systems.erp.tables import ID_BASE, HasTables, Tables
from mock_systems.erp.wire import (
    BusinessDate,
    Code,
    LineNumber,
    Page,
    PagedRequest,
    WireModel,
    page,
)
from mock_systems.service import Effect, Operation, Refusal, Work

CorrectionType = Literal["CREDIT", "DEBIT"]


class CreatePriceCorrection(WireModel):
    correction_number: Code
    correction_type: CorrectionType
    supplier_number: Code
    order_number: Code
    order_line_number: LineNumber
    business_unit: Code
    contract_number: Code
    amount: Amount
    correction_date: BusinessDate
    accounting_date: BusinessDate


class FindPriceCorrections(PagedRequest):
    supplier_number: Code
    correction_number: Code


class PriceCorrectionView(WireModel):
    correction_number: str
    correction_type: CorrectionType
    supplier_number: str
    order_number: str
    order_line_number: int
    contract_number: str
    amount: str


def create_price_correction(
    erp: HasTables, request: CreatePriceCorrection, work: Work
) -> dict[str, Any]:
    """Its number must be new among the supplier's invoices and credits (IM1)."""
    tables = erp.tables
    compared = check_number(tables, request.supplier_number, request.correction_number)
    order = order_of(tables, request.order_number, request.business_unit)
    _check(request, order)
    line = order_line_of(order, request.order_line_number)
    check_open(tables, line.project)
    period = posting_period(tables, request.accounting_date, work.caller)

    correction = _correction(request)
    part = Part(line, 0, correction.signed_minor)
    document = _document(correction, request.accounting_date)
    post_billing(tables, order, (part,), document, work)
    tables.price_corrections[correction.supplier, correction.number] = correction
    work.effect(
        Effect(
            "erp.price_correction",
            correction.number,
            amount_minor=correction.signed_minor,
            facility=order.business_unit,
            period=period,
        )
    )
    if correction.type == CREDIT:
        tables.invoice_numbers.add(compared)
        tables.credits.add(_memo(tables, order, request))
    else:
        invoice = _invoice(tables, order, part, request)
        keep_invoice(tables, invoice, compared)
        enter(tables, invoice, (), work)
    return _view(correction)


def find_price_corrections(
    erp: HasTables, request: FindPriceCorrections, _work: Work
) -> dict[str, Any]:
    key = (request.supplier_number, request.correction_number)
    found = erp.tables.price_corrections.get(key)
    return page((found,) if found else (), request, _view)


def _check(request: CreatePriceCorrection, order: Order) -> None:
    if request.supplier_number != order.supplier:
        raise Refusal(
            422,
            "SUPPLIER_MISMATCH",
            f"order {order.number} was given to {order.supplier}, got {request.supplier_number!r}",
        )
    if not request.amount:
        raise Refusal(422, "INVALID_AMOUNT", "expected an Amount above zero")


def _correction(request: CreatePriceCorrection) -> PriceCorrection:
    return PriceCorrection(
        request.correction_number,
        request.supplier_number,
        request.order_number,
        request.order_line_number,
        request.contract_number,
        request.correction_type,
        request.amount,
    )


def _document(correction: PriceCorrection, day: str) -> Document:
    """No units move, so all of it is posted as a difference of price."""
    category = "CREDIT" if correction.type == CREDIT else "INVOICE"
    key = f"{correction.supplier}/{correction.number}"
    return Document(category, key, correction.number, day, correction.signed_minor)


def _memo(tables: Tables, order: Order, request: CreatePriceCorrection) -> CreditMemo:
    return CreditMemo(
        id=ID_BASE + len(tables.credits.memos) + 1,
        number=request.correction_number,
        supplier=request.supplier_number,
        business_unit=order.business_unit,
        order=order.number,
        source_order=order.source_number,
        invoice="",
        type=PRICE,
        accounting_date=request.accounting_date,
        amount_minor=request.amount,
    )


def _invoice(tables: Tables, order: Order, part: Part, request: CreatePriceCorrection) -> Invoice:
    terms = supplier_of(tables, request.supplier_number).terms
    return Invoice(
        id=0,
        number=request.correction_number,
        supplier=request.supplier_number,
        business_unit=order.business_unit,
        source_order=order.source_number,
        contract=request.contract_number,
        invoice_date=request.correction_date,
        due_date=due_date(request.correction_date, terms),
        amount_minor=request.amount,
        status=HELD,
        order=order.number,
        parts=(part,),
        is_correction=True,
    )


def _view(correction: PriceCorrection) -> dict[str, Any]:
    return {
        "CorrectionNumber": correction.number,
        "CorrectionType": correction.type,
        "SupplierNumber": correction.supplier,
        "OrderNumber": correction.order,
        "OrderLineNumber": correction.order_line,
        "ContractNumber": correction.contract,
        "Amount": amount_text(correction.amount_minor),
    }


OPERATIONS = (
    Operation(
        name="create_price_correction",
        method="POST",
        path="/priceCorrections",
        scope="erp.invoices.write",
        request=CreatePriceCorrection,
        response=PriceCorrectionView,
        handler=create_price_correction,
        key=("SupplierNumber", "CorrectionNumber"),
        summary="Enters what an order line costs less or more by a price that came late.",
        status=201,
    ),
    Operation(
        name="find_price_corrections",
        method="GET",
        path="/priceCorrections",
        scope="erp.invoices.read",
        request=FindPriceCorrections,
        response=Page[PriceCorrectionView],
        handler=find_price_corrections,
        key=("SupplierNumber", "CorrectionNumber"),
        summary="The price correction of a number, if it was entered.",
    ),
)
