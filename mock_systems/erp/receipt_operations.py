"""Receipts (S01): goods taken in, accrued at the order's price until the invoice comes (P06)."""

from __future__ import annotations

from typing import Any, Literal

from mock_systems.erp.accrual_posting import Accrual, accrue, check_receivable
from mock_systems.erp.documents import Order, OrderLine, Receipt
from mock_systems.erp.lookups import open_order_of, order_line_of, posting_period, unit_factor
from mock_systems.erp.match import cover
from mock_systems.erp.money import amount_text
from mock_systems.erp.tables import ID_BASE, HasTables, Tables
from mock_systems.erp.wire import (
    BusinessDate,
    Code,
    LineNumber,
    Page,
    PagedRequest,
    Quantity,
    WireModel,
    page,
)
from mock_systems.service import Effect, Operation, Work


class CreateReceipt(WireModel):
    receipt_number: Code
    receipt_line: LineNumber
    order_number: Code
    line_number: LineNumber
    quantity: Quantity
    uom_code: Code
    accounting_date: BusinessDate
    business_unit: Code
    deliver_to: str = ""
    """The store room, when the dock books here: then other systems learn of it by an event."""
    lot_number: str = ""
    lot_expiration_date: BusinessDate | Literal[""] = ""


class ReceiptResult(WireModel):
    receipt_id: int
    over_receipt: bool


class FindReceipts(PagedRequest):
    receipt_number: Code
    receipt_line: LineNumber


class ReceiptView(WireModel):
    receipt_id: int
    receipt_number: str
    receipt_line: int
    order_number: str
    line_number: int
    quantity: str
    uom_code: str
    accounting_date: str
    amount: str
    over_receipt: bool


def create_receipt(erp: HasTables, request: CreateReceipt, work: Work) -> dict[str, Any]:
    """Takes the same receipt line twice: that accrues twice. More than ordered is accepted with
    a warning."""
    tables = erp.tables
    order = open_order_of(tables, request.order_number, request.business_unit)
    line = order_line_of(order, request.line_number)
    each = request.quantity * unit_factor(tables, line, request.uom_code)
    check_receivable(tables, line)
    period = posting_period(tables, request.accounting_date, work.caller)
    minor = line.receive(each)
    receipt = _receipt(tables, request, minor, line.received_each > line.ordered_each)
    accrue(tables, order, line, Accrual(receipt.number, receipt.accounting_date, minor), work)
    work.effect(
        Effect(
            "erp.accrual",
            f"{receipt.number}/{receipt.line}",
            amount_minor=minor,
            quantity=each,
            uom="EA",
            facility=order.business_unit,
            period=period,
        )
    )
    cover(tables, order.number, line, work)
    if request.deliver_to:
        _announce(request, (order, line), (each, period), work)
    return {"ReceiptId": receipt.id, "OverReceipt": receipt.over_receipt}


def find_receipts(erp: HasTables, request: FindReceipts, _work: Work) -> dict[str, Any]:
    key = (request.receipt_number, request.receipt_line)
    return page(erp.tables.receipts_by_key.get(key, ()), request, _view)


def _receipt(
    tables: Tables, request: CreateReceipt, amount_minor: int, over_receipt: bool
) -> Receipt:
    tables.receipts += 1
    receipt = Receipt(
        ID_BASE + tables.receipts,
        request.receipt_number,
        request.receipt_line,
        request.order_number,
        request.line_number,
        request.quantity,
        request.uom_code,
        request.accounting_date,
        amount_minor,
        over_receipt,
    )
    key = (receipt.number, receipt.line)
    tables.receipts_by_key[key] = (*tables.receipts_by_key.get(key, ()), receipt)
    return receipt


def _announce(
    request: CreateReceipt, ordered: tuple[Order, OrderLine], booked: tuple[int, str], work: Work
) -> None:
    """Tells of a receipt that began here; one that was brought here is no news."""
    (order, line), (each, period) = ordered, booked
    facts = {
        "po": order.source_number,
        "po_line": line.number,
        "item": line.item,
        "qty_purchase": request.quantity,
        "uom": request.uom_code,
        "lot": request.lot_number,
        "location": request.deliver_to,
    }
    work.effect(
        Effect(
            "erp.receipt",
            f"{request.receipt_number}/{request.receipt_line}",
            quantity=each,
            uom="EA",
            facility=order.business_unit,
            period=period,
            facts=facts,
        )
    )
    data = {
        "ReceiptNumber": request.receipt_number,
        "ReceiptLine": request.receipt_line,
        "OrderNumber": order.number,
        "SourceOrderNumber": order.source_number,
        "LineNumber": line.number,
        "ItemNumber": line.item,
        "Quantity": str(request.quantity),
        "UOMCode": request.uom_code,
        "PrimaryQuantity": str(each),
        "AccountingDate": request.accounting_date,
        "BusinessUnit": order.business_unit,
        "DeliverTo": request.deliver_to,
        "LotNumber": request.lot_number,
        "LotExpirationDate": request.lot_expiration_date,
    }
    work.emit("erp.receipt.recorded", f"{request.receipt_number}/{request.receipt_line}", data)


def _view(receipt: Receipt) -> dict[str, Any]:
    return {
        "ReceiptId": receipt.id,
        "ReceiptNumber": receipt.number,
        "ReceiptLine": receipt.line,
        "OrderNumber": receipt.order,
        "LineNumber": receipt.order_line,
        "Quantity": str(receipt.quantity),
        "UOMCode": receipt.uom,
        "AccountingDate": receipt.accounting_date,
        "Amount": amount_text(receipt.amount_minor),
        "OverReceipt": receipt.over_receipt,
    }


OPERATIONS = (
    Operation(
        name="create_receipt",
        method="POST",
        path="/receipts",
        scope="erp.receipts.write",
        request=CreateReceipt,
        response=ReceiptResult,
        handler=create_receipt,
        key=("ReceiptNumber", "ReceiptLine"),
        summary="Books one received line against its order line, which accrues the liability.",
        status=201,
    ),
    Operation(
        name="find_receipts",
        method="GET",
        path="/receipts",
        scope="erp.receipts.read",
        request=FindReceipts,
        response=Page[ReceiptView],
        handler=find_receipts,
        key=("ReceiptNumber", "ReceiptLine"),
        summary="Receipts of a receipt line; more than one is possible.",
    ),
)
