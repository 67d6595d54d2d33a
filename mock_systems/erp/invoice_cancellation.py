"""Cancels an invoice (S01): every posting of it is reversed, as long as nothing was paid."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mock_systems.erp.accounts import ACCOUNTS_PAYABLE
from mock_systems.erp.documents import Invoice, Order, OrderLine, Part
from mock_systems.erp.invoice_operations import invoice_view
from mock_systems.erp.invoice_posting import Document, charge_lines, post_billing, taken_back
from mock_systems.erp.invoice_requests import InvoiceView
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import posting_period
from mock_systems.erp.match import CANCELLED, PAID, cancel, cover, stop_waiting, withdraw
from mock_systems.erp.project_costs import check_open
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Text, WireModel
from mock_systems.service import Effect, Operation, Refusal, Work


class CancelInvoice(WireModel):
    invoice_id: int
    accounting_date: BusinessDate
    reason: Text


def cancel_invoice(erp: HasTables, request: CancelInvoice, work: Work) -> dict[str, Any]:
    """Its number stays taken; the supplier bills again under another one.

    That it was entered happened all the same, so the cancellation is an effect of its own.
    """
    tables = erp.tables
    invoice = _cancellable(tables, request.invoice_id)
    order = tables.orders.get(invoice.order)
    units = _units(invoice)
    _check_lines(tables, invoice, units)
    period = posting_period(tables, request.accounting_date, work.caller)
    if order is None:
        _reverse_expense(tables, invoice, request.accounting_date, work)
    else:
        _reverse(tables, order, invoice, request.accounting_date, work)
    work.effect(
        Effect(
            "erp.invoice_cancellation",
            invoice.key,
            amount_minor=invoice.amount_minor,
            facility=invoice.business_unit,
            period=period,
            facts={"reason": request.reason},
        )
    )
    cancel(tables, invoice, work)
    if order is not None:
        _stop_waiting(tables, order, invoice, work)
    return invoice_view(invoice)


def _cancellable(tables: Tables, number: int) -> Invoice:
    invoice = tables.invoices.get(number)
    if invoice is None:
        raise Refusal(404, "INVOICE_NOT_FOUND", f"no invoice {number}")
    if invoice.status in {PAID, CANCELLED}:
        raise Refusal(409, "NOT_CANCELLABLE", f"invoice {invoice.key} is {invoice.status}")
    if invoice.credited_minor or tables.credits.credited_minor.get(invoice.id):
        raise Refusal(409, "HAS_CREDITS", f"credit memos stand against invoice {invoice.key}")
    if not invoice.parts and not invoice.charges:
        raise Refusal(409, "OPENING_BALANCE", f"invoice {invoice.key} was loaded without lines")
    return invoice


def _units(invoice: Invoice) -> Counter[int]:
    units: Counter[int] = Counter()
    for line, each, _ in invoice.parts:
        units[line.number] += each
    return units


def _check_lines(tables: Tables, invoice: Invoice, units: Counter[int]) -> None:
    for line in _lines(invoice):
        check_open(tables, line.project)
        if line.billed_each < units[line.number]:
            raise Refusal(
                409, "HAS_CREDITS", f"credits of the order took units of line {line.number} back"
            )
    for charge in invoice.charges:
        check_open(tables, charge.project)


def _lines(invoice: Invoice) -> list[OrderLine]:
    return list({part.line.number: part.line for part in invoice.parts}.values())


def _reverse(tables: Tables, order: Order, invoice: Invoice, day: str, work: Work) -> None:
    parts = [Part(line, -each, -minor) for line, each, minor in invoice.parts]
    charges = taken_back(invoice.charges)
    document = Document(
        "INVOICE-REVERSAL", invoice.key, invoice.number, day, -invoice.amount_minor, charges
    )
    post_billing(tables, order, parts, document, work)


def _reverse_expense(tables: Tables, invoice: Invoice, day: str, work: Work) -> None:
    lines = charge_lines(tables, taken_back(invoice.charges), invoice.key, work)
    lines.append((ACCOUNTS_PAYABLE, "", invoice.amount_minor))
    tables.ledger.post(
        Journal(invoice.business_unit, day, "INVOICE-REVERSAL", invoice.number, tuple(lines))
    )


def _stop_waiting(tables: Tables, order: Order, invoice: Invoice, work: Work) -> None:
    """The void invoice waits no more, and whoever stood behind it waits for fewer units."""
    units = _units(invoice)
    for line in _lines(invoice):
        withdraw(tables, order, line, units[line.number], invoice)
        stop_waiting(tables, order, line, invoice)
        cover(tables, order.number, line, work)


OPERATIONS = (
    Operation(
        name="cancel_invoice",
        method="POST",
        path="/invoices/{InvoiceId}/cancellations",
        scope="erp.invoices.write",
        request=CancelInvoice,
        response=InvoiceView,
        handler=cancel_invoice,
        key=("InvoiceId",),
        summary="Cancels an unpaid invoice, which reverses all its postings.",
        status=201,
    ),
)
