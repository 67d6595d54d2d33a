"""Cash receipts (S01): deposits by trace number, applied to patient receivables (CR4)."""

from __future__ import annotations

from typing import Any

from mock_systems.erp.accounts import CASH, UNAPPLIED_CASH
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import location_of, posting_period
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.receivable_operations import book_receivable
from mock_systems.erp.receivables import PAYMENT, CashReceipt
from mock_systems.erp.tables import ID_BASE, HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Code, Page, PagedRequest, WireModel, page
from mock_systems.service import Effect, Operation, Refusal, Work


class RecordCashReceipt(WireModel):
    deposit_trace: Code
    business_unit: Code
    payer: Code
    accounting_date: BusinessDate
    amount: Amount


class ApplyCash(WireModel):
    cash_receipt_id: int
    reference: Code
    accounting_date: BusinessDate
    amount: Amount


class ReverseCashReceipt(WireModel):
    cash_receipt_id: int
    accounting_date: BusinessDate
    reason_code: Code


class FindCashReceipts(PagedRequest):
    deposit_trace: Code


class CashReceiptView(WireModel):
    cash_receipt_id: int
    deposit_trace: str
    business_unit: str
    payer: str
    accounting_date: str
    amount: str
    unapplied_amount: str
    status: str


def record_cash_receipt(erp: HasTables, request: RecordCashReceipt, work: Work) -> dict[str, Any]:
    """Takes the same DepositTrace twice: that books two deposits."""
    tables = erp.tables
    location_of(tables, request.business_unit)
    _check_amount(request.amount)
    posting_period(tables, request.accounting_date, work.caller)
    receipt = CashReceipt(
        id=ID_BASE + len(tables.receivables.receipts) + 1,
        trace=request.deposit_trace,
        business_unit=request.business_unit,
        payer=request.payer,
        accounting_date=request.accounting_date,
        amount_minor=request.amount,
    )
    tables.receivables.deposit(receipt)
    _post(tables, receipt, request.accounting_date, 1)
    work.effect(_effect(receipt, request.accounting_date, 1))
    work.emit("erp.cash_receipt.recorded", receipt.trace, _view(receipt))
    return _view(receipt)


def apply_cash(erp: HasTables, request: ApplyCash, work: Work) -> dict[str, Any]:
    """Uses unapplied cash for the patient accounts that Reference stands for."""
    tables = erp.tables
    receipt = _standing(tables, request.cash_receipt_id)
    _check_amount(request.amount)
    if request.amount > receipt.unapplied_minor:
        raise Refusal(
            422,
            "EXCEEDS_UNAPPLIED",
            f"{amount_text(receipt.unapplied_minor)} of deposit {receipt.trace} is unapplied",
        )
    period = posting_period(tables, request.accounting_date, work.caller)
    receipt.applied_minor += request.amount
    head = Journal(receipt.business_unit, request.accounting_date, PAYMENT, request.reference, ())
    book_receivable(tables, head, request.amount)
    work.effect(
        Effect(
            "erp.cash_application",
            request.reference,
            amount_minor=request.amount,
            facility=receipt.business_unit,
            period=period,
            facts={"trace": receipt.trace},
        )
    )
    return _view(receipt)


def reverse_cash_receipt(erp: HasTables, request: ReverseCashReceipt, work: Work) -> dict[str, Any]:
    """A deposit that the bank took back, as long as nothing of it was applied."""
    tables = erp.tables
    receipt = _standing(tables, request.cash_receipt_id)
    if receipt.applied_minor:
        raise Refusal(409, "ALREADY_APPLIED", f"deposit {receipt.trace} was applied in part")
    posting_period(tables, request.accounting_date, work.caller)
    receipt.reversed = True
    _post(tables, receipt, request.accounting_date, -1)
    work.effect(_effect(receipt, request.accounting_date, -1))
    return _view(receipt)


def find_cash_receipts(erp: HasTables, request: FindCashReceipts, _work: Work) -> dict[str, Any]:
    found = erp.tables.receivables.receipts_by_trace.get(request.deposit_trace, ())
    return page(found, request, _view)


def _check_amount(amount_minor: int) -> None:
    if not amount_minor:
        raise Refusal(422, "INVALID_AMOUNT", "expected an Amount above zero")


def _standing(tables: Tables, number: int) -> CashReceipt:
    receipts = tables.receivables.receipts
    place = number - ID_BASE
    if not 0 < place <= len(receipts):
        raise Refusal(404, "CASH_RECEIPT_NOT_FOUND", f"no cash receipt {number}")
    receipt = receipts[place - 1]
    if receipt.reversed:
        raise Refusal(409, "REVERSED", f"deposit {receipt.trace} was taken back")
    return receipt


def _post(tables: Tables, receipt: CashReceipt, day: str, sign: int) -> None:
    minor = sign * receipt.amount_minor
    lines = ((CASH, "", minor), (UNAPPLIED_CASH, "", -minor))
    tables.ledger.post(Journal(receipt.business_unit, day, "DEPOSIT", receipt.trace, lines))


def _effect(receipt: CashReceipt, day: str, count: int) -> Effect:
    return Effect(
        "erp.cash_receipt",
        receipt.trace,
        count=count,
        amount_minor=receipt.amount_minor,
        facility=receipt.business_unit,
        period=day[:7],
        facts={"payer": receipt.payer},
    )


def _view(receipt: CashReceipt) -> dict[str, Any]:
    return {
        "CashReceiptId": receipt.id,
        "DepositTrace": receipt.trace,
        "BusinessUnit": receipt.business_unit,
        "Payer": receipt.payer,
        "AccountingDate": receipt.accounting_date,
        "Amount": amount_text(receipt.amount_minor),
        "UnappliedAmount": amount_text(receipt.unapplied_minor),
        "Status": receipt.status,
    }


OPERATIONS = (
    Operation(
        name="record_cash_receipt",
        method="POST",
        path="/cashReceipts",
        scope="erp.cash.write",
        request=RecordCashReceipt,
        response=CashReceiptView,
        handler=record_cash_receipt,
        key=("DepositTrace",),
        summary="Books a deposit as unapplied cash.",
        status=201,
    ),
    Operation(
        name="apply_cash",
        method="POST",
        path="/cashReceipts/{CashReceiptId}/applications",
        scope="erp.cash.write",
        request=ApplyCash,
        response=CashReceiptView,
        handler=apply_cash,
        key=("CashReceiptId", "Reference"),
        summary="Applies unapplied cash of a deposit to patient receivables.",
        status=201,
    ),
    Operation(
        name="reverse_cash_receipt",
        method="POST",
        path="/cashReceipts/{CashReceiptId}/reversals",
        scope="erp.cash.write",
        request=ReverseCashReceipt,
        response=CashReceiptView,
        handler=reverse_cash_receipt,
        key=("CashReceiptId",),
        summary="Takes back a deposit of which nothing was applied.",
        status=201,
    ),
    Operation(
        name="find_cash_receipts",
        method="GET",
        path="/cashReceipts",
        scope="erp.cash.read",
        request=FindCashReceipts,
        response=Page[CashReceiptView],
        handler=find_cash_receipts,
        key=("DepositTrace",),
        summary="Deposits of a trace number; more than one is possible.",
    ),
)
