"""What the bank says of a payment (S01): cleared by a statement, or sent back."""

from __future__ import annotations

from typing import Any

from mock_systems.erp.accounts import ACCOUNTS_PAYABLE, CASH
from mock_systems.erp.documents import Invoice, Payment
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import location_of, posting_period
from mock_systems.erp.match import pay_again
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.payment_days import note_paid, payable_days
from mock_systems.erp.payment_files import trace
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import (
    BusinessDate,
    Code,
    Page,
    PagedRequest,
    PeriodName,
    WireModel,
    page,
)
from mock_systems.service import Effect, Operation, Refusal, Work

ISSUED = "ISSUED"
CLEARED = "CLEARED"
REJECTED = "REJECTED"


class ConfirmCleared(WireModel):
    payment_number: Code
    statement_reference: Code
    cleared_date: BusinessDate
    amount: Amount


class RejectPayment(WireModel):
    payment_number: Code
    reason_code: Code
    accounting_date: BusinessDate


class FindPayments(PagedRequest):
    payment_number: Code


class ListPaymentFile(PagedRequest):
    payment_file: Code


class PaymentView(WireModel):
    payment_number: str
    payment_file: str
    trace_number: str
    supplier_number: str
    invoice_number: str
    business_unit: str
    payment_date: str
    amount: str
    method: str
    account_version: int
    account_last_four: str
    status: str
    statement_reference: str


class GetPayableDays(WireModel):
    business_unit: Code
    period_name: PeriodName


class PayableDaysView(WireModel):
    """Days with one decimal; "" where nothing was bought or paid."""

    business_unit: str
    period_name: str
    payable_amount: str
    purchases_amount: str
    days_payable_outstanding: str
    paid_amount: str
    days_to_pay: str


def confirm_cleared(erp: HasTables, request: ConfirmCleared, work: Work) -> dict[str, Any]:
    """Once; the statement's amount must be the payment's."""
    payment = _sent(erp.tables, request.payment_number)
    if payment.status != ISSUED:
        raise Refusal(409, "NOT_ISSUED", f"payment {payment.number} is {payment.status}")
    if request.amount != payment.amount_minor:
        raise Refusal(
            422,
            "AMOUNT_MISMATCH",
            f"payment {payment.number} is over {amount_text(payment.amount_minor)}, "
            f"got {amount_text(request.amount)}",
        )
    payment.status, payment.statement = CLEARED, request.statement_reference
    work.effect(
        Effect(
            "erp.payment_clearing",
            payment.number,
            amount_minor=payment.amount_minor,
            facility=erp.tables.invoices[payment.invoice_id].business_unit,
            facts={"statement": payment.statement},
        )
    )
    return _view(erp.tables, payment)


def reject_payment(erp: HasTables, request: RejectPayment, work: Work) -> dict[str, Any]:
    """The money is back, even after clearing; the invoice is payable again."""
    tables = erp.tables
    payment = _sent(tables, request.payment_number)
    if payment.status == REJECTED:
        raise Refusal(409, "ALREADY_REJECTED", f"payment {payment.number} came back already")
    period = posting_period(tables, request.accounting_date, work.caller)
    invoice = tables.invoices[payment.invoice_id]
    payment.status = REJECTED
    minor = payment.amount_minor
    lines = ((CASH, "", minor), (ACCOUNTS_PAYABLE, "", -minor))
    tables.ledger.post(
        Journal(
            invoice.business_unit, request.accounting_date, "PAYMENT-RETURN", payment.number, lines
        )
    )
    note_paid(tables, invoice, payment, -1)
    _announce_rejection(payment, invoice, request.reason_code, period, work)
    work.effect(_sent_back(payment, invoice, request, period))
    pay_again(tables, invoice, work)
    return _view(tables, payment)


def find_payments(erp: HasTables, request: FindPayments, _work: Work) -> dict[str, Any]:
    tables = erp.tables
    found = _by_number(tables, request.payment_number)
    return page((found,) if found else (), request, lambda payment: _view(tables, payment))


def list_payment_file(erp: HasTables, request: ListPaymentFile, _work: Work) -> dict[str, Any]:
    tables = erp.tables
    payments = tables.payment_files.get(request.payment_file)
    if payments is None:
        raise Refusal(404, "FILE_NOT_FOUND", f"no payment file {request.payment_file!r}")
    return page(payments, request, lambda payment: _view(tables, payment))


def get_payable_days(erp: HasTables, request: GetPayableDays, _work: Work) -> dict[str, Any]:
    location_of(erp.tables, request.business_unit)
    days = payable_days(erp.tables, request.business_unit, request.period_name)
    return {
        "BusinessUnit": request.business_unit,
        "PeriodName": request.period_name,
        "PayableAmount": amount_text(days.payable_minor),
        "PurchasesAmount": amount_text(days.purchases_minor),
        "DaysPayableOutstanding": _tenths(days.days_payable_tenths),
        "PaidAmount": amount_text(days.paid_minor),
        "DaysToPay": _tenths(days.days_to_pay_tenths),
    }


def _tenths(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}" if tenths >= 0 else ""


def _by_number(tables: Tables, number: str) -> Payment | None:
    place = int(number[4:]) if number[4:].isdecimal() else 0
    payment = tables.payments[place - 1] if 0 < place <= len(tables.payments) else None
    return payment if payment is not None and payment.number == number else None


def _found(tables: Tables, number: str) -> Payment:
    payment = _by_number(tables, number)
    if payment is None:
        raise Refusal(404, "PAYMENT_NOT_FOUND", f"no payment {number!r}")
    return payment


def _sent(tables: Tables, number: str) -> Payment:
    payment = _found(tables, number)
    if not payment.amount_minor:
        raise Refusal(409, "NOTHING_SENT", f"credits covered what payment {number} was for")
    return payment


def _announce_rejection(
    payment: Payment, invoice: Invoice, reason: str, period: str, work: Work
) -> None:
    effect = Effect("erp.payment", payment.number, count=-1, amount_minor=payment.amount_minor)
    work.effect(
        effect._replace(facility=invoice.business_unit, period=period, facts={"reason": reason})
    )
    data = {
        "PaymentNumber": payment.number,
        "SupplierNumber": invoice.supplier,
        "InvoiceNumber": invoice.number,
        "InvoiceType": invoice.type,
        "SourceOrderNumber": invoice.source_order,
        "ContractNumber": invoice.contract,
        "Amount": amount_text(payment.amount_minor),
        "ReasonCode": reason,
    }
    work.emit("erp.payment.rejected", payment.number, data)


def _sent_back(payment: Payment, invoice: Invoice, request: RejectPayment, period: str) -> Effect:
    """What others owe: `erp.payment` counted back says that the money is here again, this that
    it happened, once for each payment."""
    return Effect(
        "erp.payment_rejection",
        payment.number,
        amount_minor=payment.amount_minor,
        facility=invoice.business_unit,
        period=period,
        facts={
            "reason": request.reason_code,
            "invoice": invoice.key,
            "contract": invoice.contract,
            "submitted": invoice.is_submitted,
        },
    )


def _view(tables: Tables, payment: Payment) -> dict[str, Any]:
    """Without a bank account the supplier gets a cheque, which has no trace number."""
    invoice = tables.invoices[payment.invoice_id]
    version = payment.account_version
    account = tables.bank.accounts[invoice.supplier][version - 1] if version else None
    return {
        "PaymentNumber": payment.number,
        "PaymentFile": payment.file,
        "TraceNumber": trace(payment),
        "SupplierNumber": invoice.supplier,
        "InvoiceNumber": invoice.number,
        "BusinessUnit": invoice.business_unit,
        "PaymentDate": payment.payment_date,
        "Amount": amount_text(payment.amount_minor),
        "Method": payment.method,
        "AccountVersion": version,
        "AccountLastFour": account.last_four if account else "",
        "Status": payment.status,
        "StatementReference": payment.statement,
    }


OPERATIONS = (
    Operation(
        name="confirm_cleared",
        method="POST",
        path="/payments/{PaymentNumber}/clearings",
        scope="erp.payments.write",
        request=ConfirmCleared,
        response=PaymentView,
        handler=confirm_cleared,
        key=("PaymentNumber",),
        summary="Notes that a bank statement shows a payment.",
        status=201,
    ),
    Operation(
        name="reject_payment",
        method="POST",
        path="/payments/{PaymentNumber}/rejections",
        scope="erp.payments.write",
        request=RejectPayment,
        response=PaymentView,
        handler=reject_payment,
        key=("PaymentNumber",),
        summary="Takes back a payment that the bank returned; its invoice is payable again.",
        status=201,
    ),
    Operation(
        name="find_payments",
        method="GET",
        path="/payments",
        scope="erp.payments.read",
        request=FindPayments,
        response=Page[PaymentView],
        handler=find_payments,
        key=("PaymentNumber",),
        summary="The payment of a number, with its file and trace.",
    ),
    Operation(
        name="list_payment_file",
        method="GET",
        path="/paymentFiles/{PaymentFile}",
        scope="erp.payments.read",
        request=ListPaymentFile,
        response=Page[PaymentView],
        handler=list_payment_file,
        key=("PaymentFile",),
        summary="The payments of one file to the bank.",
    ),
    Operation(
        name="get_payable_days",
        method="GET",
        path="/payableDays",
        scope="erp.payments.read",
        request=GetPayableDays,
        response=PayableDaysView,
        handler=get_payable_days,
        key=("BusinessUnit", "PeriodName"),
        summary="Days payable outstanding of a business unit, from the ledger.",
    ),
)
