"""Corrections of receipts and returns to the supplier (S01): reversal pairs (RA3)."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from mock_systems.erp.accrual_posting import Accrual, accrue
from mock_systems.erp.documents import Order, OrderLine, Receipt
from mock_systems.erp.lookups import posting_period, unit_factor
from mock_systems.erp.match import cover
from mock_systems.erp.money import amount_text
from mock_systems.erp.project_costs import check_open
from mock_systems.erp.receipt_changes import CORRECTION, RETURN, ReceiptChange
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import (
    BusinessDate,
    Code,
    LineNumber,
    Page,
    PagedRequest,
    Quantity,
    Text,
    TotalQuantity,
    WireModel,
    page,
)
from mock_systems.service import Effect, Operation, Refusal, Work


class CorrectReceipt(WireModel):
    """Quantity is what shall stand, in the receipt's unit; zero takes the receipt back."""

    correction_number: Code
    receipt_number: Code
    receipt_line: LineNumber
    receipt_id: int | None = None
    quantity: TotalQuantity
    accounting_date: BusinessDate


class ReturnReceipt(WireModel):
    """Quantity goes back to the supplier, in the receipt's unit."""

    return_number: Code
    receipt_number: Code
    receipt_line: LineNumber
    receipt_id: int | None = None
    quantity: Quantity
    accounting_date: BusinessDate
    reason: Text


class FindReceiptChanges(PagedRequest):
    kind: Literal["CORRECTION", "RETURN"]
    number: Code


class ReceiptChangeView(WireModel):
    kind: str
    number: str
    receipt_id: int
    receipt_number: str
    receipt_line: int
    primary_quantity: str
    amount: str
    accounting_date: str


class Standing(NamedTuple):
    """A receipt with what still stands of it."""

    receipt: Receipt
    order: Order
    line: OrderLine
    factor: int
    each: int


def correct_receipt(erp: HasTables, request: CorrectReceipt, work: Work) -> dict[str, Any]:
    """Reverses what stands, then books the right quantity: the pair nets to the difference."""
    tables = erp.tables
    standing = _standing(tables, request.receipt_number, request.receipt_line, request.receipt_id)
    right_each = request.quantity * standing.factor
    if right_each == standing.each:
        raise Refusal(422, "NOTHING_TO_CHANGE", "the receipt stands at that quantity already")
    period = posting_period(tables, request.accounting_date, work.caller)
    minor = 0
    for each in (-standing.each, right_each):
        if each:
            moved_minor = _move(tables, standing, each, request.accounting_date, work)
            minor += moved_minor
            work.effect(_accrual_effect(standing, each, moved_minor, period))
    change = _change(CORRECTION, request.correction_number, standing, request.accounting_date)
    change = change._replace(each=right_each - standing.each, amount_minor=minor)
    _keep(tables, standing, change, work)
    cover(tables, standing.order.number, standing.line, work)
    return _view(change)


def return_receipt(erp: HasTables, request: ReturnReceipt, work: Work) -> dict[str, Any]:
    """Takes the same ReturnNumber twice, as long as goods stand. A credit memo should follow."""
    tables = erp.tables
    standing = _standing(tables, request.receipt_number, request.receipt_line, request.receipt_id)
    each = request.quantity * standing.factor
    if each > standing.each:
        raise Refusal(
            422, "EXCEEDS_RECEIVED", f"{standing.each} EA stand, {each} EA cannot go back"
        )
    posting_period(tables, request.accounting_date, work.caller)
    minor = _move(tables, standing, -each, request.accounting_date, work)
    change = _change(RETURN, request.return_number, standing, request.accounting_date)
    change = change._replace(each=-each, amount_minor=minor)
    _keep(tables, standing, change, work)
    return _view(change)


def find_receipt_changes(
    erp: HasTables, request: FindReceiptChanges, _work: Work
) -> dict[str, Any]:
    found = erp.tables.receipt_changes.by_number.get((request.kind, request.number), ())
    return page(found, request, _view)


def _standing(tables: Tables, number: str, line: int, receipt_id: int | None) -> Standing:
    receipts = tables.receipts_by_key.get((number, line), ())
    if receipt_id is not None:
        receipts = tuple(receipt for receipt in receipts if receipt.id == receipt_id)
    if not receipts:
        raise Refusal(422, "UNKNOWN_RECEIPT", f"receipt line {number}/{line} does not exist here")
    if len(receipts) > 1:
        raise Refusal(
            409, "AMBIGUOUS_RECEIPT", f"{len(receipts)} receipts {number}/{line}; name a ReceiptId"
        )
    receipt = receipts[0]
    order = tables.orders[receipt.order]
    order_line = order.lines[receipt.order_line]
    check_open(tables, order_line.project)
    factor = unit_factor(tables, order_line, receipt.uom)
    stands = tables.receipt_changes.standing_each
    each = stands.get(receipt.id, receipt.quantity * factor)
    return Standing(receipt, order, order_line, factor, each)


def _move(tables: Tables, standing: Standing, each: int, day: str, work: Work) -> int:
    """Posts units taken in or given back; returns their value at the order's price."""
    _, order, line, _, _ = standing
    minor = line.receive(each)
    accrue(tables, order, line, Accrual(standing.receipt.number, day, minor), work)
    return minor


def _accrual_effect(standing: Standing, each: int, minor: int, period: str) -> Effect:
    receipt = standing.receipt
    return Effect(
        "erp.accrual",
        f"{receipt.number}/{receipt.line}",
        count=1 if each > 0 else -1,
        amount_minor=abs(minor),
        quantity=abs(each),
        uom="EA",
        facility=standing.order.business_unit,
        period=period,
    )


def _change(kind: str, number: str, standing: Standing, day: str) -> ReceiptChange:
    receipt = standing.receipt
    return ReceiptChange(kind, number, receipt.id, receipt.number, receipt.line, 0, 0, day)


def _keep(tables: Tables, standing: Standing, change: ReceiptChange, work: Work) -> None:
    tables.receipt_changes.add(change)
    tables.receipt_changes.standing_each[change.receipt_id] = standing.each + change.each
    work.effect(
        Effect(
            f"erp.receipt_{change.kind.lower()}",
            change.number,
            amount_minor=abs(change.amount_minor),
            quantity=abs(change.each),
            uom="EA",
            facility=standing.order.business_unit,
            period=change.accounting_date[:7],
        )
    )


def _view(change: ReceiptChange) -> dict[str, Any]:
    return {
        "Kind": change.kind,
        "Number": change.number,
        "ReceiptId": change.receipt_id,
        "ReceiptNumber": change.receipt_number,
        "ReceiptLine": change.receipt_line,
        "PrimaryQuantity": str(change.each),
        "Amount": amount_text(change.amount_minor),
        "AccountingDate": change.accounting_date,
    }


OPERATIONS = (
    Operation(
        name="correct_receipt",
        method="POST",
        path="/receiptCorrections",
        scope="erp.receipts.write",
        request=CorrectReceipt,
        response=ReceiptChangeView,
        handler=correct_receipt,
        key=("CorrectionNumber",),
        summary="Sets a receipt line to what was really received, by a reversal pair.",
        status=201,
    ),
    Operation(
        name="return_receipt",
        method="POST",
        path="/receiptReturns",
        scope="erp.receipts.write",
        request=ReturnReceipt,
        response=ReceiptChangeView,
        handler=return_receipt,
        key=("ReturnNumber",),
        summary="Books goods that go back to the supplier.",
        status=201,
    ),
    Operation(
        name="find_receipt_changes",
        method="GET",
        path="/receiptChanges",
        scope="erp.receipts.read",
        request=FindReceiptChanges,
        response=Page[ReceiptChangeView],
        handler=find_receipt_changes,
        key=("Kind", "Number"),
        summary="Corrections or returns of a number; more than one is possible.",
    ),
)
