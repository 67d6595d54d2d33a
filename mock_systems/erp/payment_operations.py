"""Payment runs (S01): what is approved, due, not yet paid leaves the bank once (P08)."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

from mock_systems.erp.accounts import ACCOUNTS_PAYABLE, CASH
from mock_systems.erp.bank_accounts import BankAccount
from mock_systems.erp.documents import Invoice, Payment
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import posting_period
from mock_systems.erp.match import APPROVED, PAID, announce
from mock_systems.erp.money import amount_text
from mock_systems.erp.payment_days import note_paid
from mock_systems.erp.payment_files import open_file, transfers
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, WireModel
from mock_systems.service import Effect, Operation, Work


class RunPayments(WireModel):
    payment_date: BusinessDate


class PaymentRunResult(WireModel):
    payment_date: str
    payment_file: str
    payments: int
    amount: str


def run_payments(erp: HasTables, request: RunPayments, work: Work) -> dict[str, Any]:
    """One payment for each invoice; those of a blocked supplier wait for a later run (SM4)."""
    tables = erp.tables
    posting_period(tables, request.payment_date, work.caller)
    due = _take_due(tables, request.payment_date)
    file = f"PF-{len(tables.payment_files) + 1:06d}" if due else ""
    payments = [_pay(tables, invoice, request.payment_date, file, work) for invoice in due]
    if payments:
        tables.payment_files[file] = payments
        tables.payment_file_heads[file] = open_file(tables, request.payment_date, work.now)
        _announce_file(file, request.payment_date, transfers(payments), work)
    return {
        "PaymentDate": request.payment_date,
        "PaymentFile": file,
        "Payments": len(payments),
        "Amount": amount_text(sum(payment.amount_minor for payment in payments)),
    }


def _take_due(tables: Tables, payment_date: str) -> list[Invoice]:
    """Takes the payable invoices off the queue, by due date and age."""
    due, blocked = [], []
    while tables.payable and tables.payable[0][0] <= payment_date:
        entry = heappop(tables.payable)
        invoice = tables.invoices[entry[1]]
        if invoice.status != APPROVED:
            continue  # cancelled since it was queued
        if tables.suppliers[invoice.supplier].status == "ACTIVE":
            due.append(invoice)
        else:
            blocked.append(entry)
    for entry in blocked:
        heappush(tables.payable, entry)
    return due


def _pay(tables: Tables, invoice: Invoice, payment_date: str, file: str, work: Work) -> Payment:
    """What is left of the invoice, less what the supplier still owes in credits.

    Where they cover all of it no money moves, so its status alone says that it is paid.
    """
    account = tables.bank.effective(invoice.supplier, payment_date)
    wanted_minor = invoice.open_minor
    invoice.credited_minor += tables.credits.use(
        invoice.supplier, invoice.business_unit, wanted_minor
    )
    minor = invoice.open_minor
    payment = Payment(
        number=f"PAY-{len(tables.payments) + 1:08d}",
        invoice=invoice.key,
        payment_date=payment_date,
        amount_minor=minor,
        invoice_id=invoice.id,
        file=file,
        account_version=account.version if account else 0,
        method=_method(account, minor),
    )
    tables.payments.append(payment)
    invoice.status = PAID
    invoice.version += 1
    lines = ((ACCOUNTS_PAYABLE, "", minor), (CASH, "", -minor))
    tables.ledger.post(
        Journal(invoice.business_unit, payment_date, "PAYMENT", payment.number, lines)
    )
    note_paid(tables, invoice, payment, 1)
    if minor:
        _announce(payment, invoice, work)
    else:
        announce(invoice, work)
    return payment


def _method(account: BankAccount | None, minor: int) -> str:
    if not minor:
        return "NONE"
    return "ACH" if account else "CHECK"


def _announce_file(file: str, day: str, sent: list[Payment], work: Work) -> None:
    """Only a file with transfers goes to the bank; cheques are printed and mailed."""
    if sent:
        data = {
            "PaymentFile": file,
            "PaymentDate": day,
            "Transfers": len(sent),
            "Amount": amount_text(sum(payment.amount_minor for payment in sent)),
        }
        work.emit("erp.payment_file.ready", file, data)


def _announce(payment: Payment, invoice: Invoice, work: Work) -> None:
    facts = {
        "supplier": invoice.supplier,
        "invoice": invoice.number,
        "contract": invoice.contract,
        "source_order": invoice.source_order,
        "submitted": invoice.is_submitted,
        "method": payment.method,
    }
    work.effect(
        Effect(
            "erp.payment",
            payment.number,
            amount_minor=payment.amount_minor,
            facility=invoice.business_unit,
            period=payment.payment_date[:7],
            facts=facts,
        )
    )
    data = {
        "PaymentNumber": payment.number,
        "SupplierNumber": invoice.supplier,
        "InvoiceNumber": invoice.number,
        "InvoiceType": invoice.type,
        "SourceOrderNumber": invoice.source_order,
        "ContractNumber": invoice.contract,
        "Amount": amount_text(payment.amount_minor),
        "PaymentDate": payment.payment_date,
        "InvoiceDateOfIssue": invoice.invoice_date,
    }
    work.emit("erp.payment.issued", payment.number, data)


OPERATIONS = (
    Operation(
        name="run_payments",
        method="POST",
        path="/paymentRuns",
        scope="erp.payments.write",
        request=RunPayments,
        response=PaymentRunResult,
        handler=run_payments,
        key=("PaymentDate",),
        summary="Pays every approved invoice that is due on the date.",
        status=201,
    ),
)
