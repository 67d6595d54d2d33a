"""Conditions of payments: one for each paid invoice (S01), shown where it is awaited (S02, S03)."""

from __future__ import annotations

from mock_systems.erp.match import PAID
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K43", "An invoice is paid exactly when it has one payment", "IM4")
def paid_once(books: Books) -> Unequals:
    paid = tally((i.key, 1) for i in books.erp.invoices() if i.status == PAID)
    return compare(paid, tally((p.invoice, 1) for p in books.erp.payments()), "payments")


@condition("K44", "A payment is the amount of its invoice, made when due", "IM4")
def payments_match_invoices(books: Books) -> Unequals:
    """The key of an invoice holds its supplier, so the supplier matches where the invoice does."""
    invoices = {invoice.key: invoice for invoice in books.erp.invoices()}
    for payment in books.erp.payments():
        invoice = invoices.get(payment.invoice)
        if invoice is None:
            yield Unequal(payment.number, "that exists", payment.invoice, "an invoice")
            continue
        if payment.amount_minor != invoice.amount_minor:
            yield Unequal(payment.number, invoice.amount_minor, payment.amount_minor, "cents")
        if payment.payment_date < invoice.due_date:
            due = f"{invoice.due_date} or later"
            yield Unequal(payment.number, due, payment.payment_date, "payment date")


@condition(
    "K45", "Procurement calls an invoice paid exactly when its payments cover it", "IM4", "P08"
)
def shown_as_paid(books: Books) -> Unequals:
    for invoice in books.procurement.invoices():
        paid_minor = sum(payment.amount_minor for payment in invoice.payments)
        expected_minor = invoice.total_minor if invoice.status == "paid" else 0
        if paid_minor != expected_minor:
            yield Unequal(invoice.key, expected_minor, paid_minor, "cents paid")


@condition("K46", "Every payment is recorded once with its invoice in procurement", "IM4", "P08")
def payments_are_shown(books: Books) -> Unequals:
    made = tally(((p.number, p.invoice), p.amount_minor) for p in books.erp.payments())
    shown = [
        (payment.payment_number, invoice.key, payment.amount_minor)
        for invoice in books.procurement.invoices()
        for payment in invoice.payments
    ]
    yield from once((number for number, _, _ in shown), "payments")
    found = tally(((number, key), minor) for number, key, minor in shown)
    yield from compare(made, found, "cents")


@condition("K47", "Every payment under a contract is spend of it, once", "P08")
def payments_are_spend(books: Books) -> Unequals:
    contract_of = {invoice.key: invoice.contract for invoice in books.erp.invoices()}
    made = tally(
        ((contract_of[payment.invoice], payment.number), payment.amount_minor)
        for payment in books.erp.payments()
        if contract_of.get(payment.invoice)
    )
    spend = list(books.contracts.spend())
    yield from once((entry.payment_reference for _, entry in spend), "spend entries")
    found = tally(
        ((contract.contract_number, entry.payment_reference), entry.amount_minor)
        for contract, entry in spend
    )
    yield from compare(made, found, "cents")
