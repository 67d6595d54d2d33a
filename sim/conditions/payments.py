"""Conditions of payments: one for each paid invoice (S01), shown where it is awaited (S02, S03).

A payment that the bank returned happened all the same; it only stands no more.
"""

from __future__ import annotations

from mock_systems.erp.match import PAID
from mock_systems.erp.payment_outcomes import CLEARED, REJECTED
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K43", "An invoice is paid exactly when one payment of it stands", "IM4")
def paid_once(books: Books) -> Unequals:
    paid = tally((i.key, 1) for i in books.erp.invoices() if i.status == PAID)
    standing = tally((p.invoice, 1) for p in books.erp.payments() if p.status != REJECTED)
    return compare(paid, standing, "payments")


@condition("K44", "A payment is what its invoice still costs, made when due", "IM4")
def payments_match_invoices(books: Books) -> Unequals:
    """The key of an invoice holds its supplier, so the supplier matches where the invoice does.

    One that came back was made before later credits, hence may have been more.
    """
    invoices = {invoice.key: invoice for invoice in books.erp.invoices()}
    for payment in books.erp.payments():
        invoice = invoices.get(payment.invoice)
        if invoice is None:
            yield Unequal(payment.number, "that exists", payment.invoice, "an invoice")
            continue
        most_minor = invoice.amount_minor if payment.status == REJECTED else invoice.open_minor
        if not invoice.open_minor <= payment.amount_minor <= most_minor:
            yield Unequal(payment.number, most_minor, payment.amount_minor, "cents")
        if payment.payment_date < invoice.due_date:
            due = f"{invoice.due_date} or later"
            yield Unequal(payment.number, due, payment.payment_date, "payment date")


@condition(
    "K45", "Procurement calls an invoice paid exactly when its payments cover it", "IM4", "P08"
)
def shown_as_paid(books: Books) -> Unequals:
    """What it knows to be owed: less the credits of disputes, not those of the ERP alone."""
    credited = tally((d.invoice_id, d.credit_minor) for d in books.procurement.credited())
    credited_in_erp = {i.key for i in books.erp.invoices() if i.credited_minor}
    for invoice in books.procurement.invoices():
        is_paid = invoice.status == "paid"
        expected_minor = invoice.total_minor - credited[invoice.id] if is_paid else 0
        if invoice.paid_minor != expected_minor and invoice.key not in credited_in_erp:
            yield Unequal(invoice.key, expected_minor, invoice.paid_minor, "cents paid")


@condition("K46", "Every payment is recorded once with its invoice in procurement", "IM4", "P08")
def payments_are_shown(books: Books) -> Unequals:
    """Of invoices that it has."""
    of_erp = {invoice.key for invoice in books.erp.invoices() if not invoice.is_submitted}
    made = tally(
        ((p.number, p.invoice), p.amount_minor)
        for p in books.erp.payments()
        if p.invoice not in of_erp
    )
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


@condition("K122", "What the bank returned came back in procurement, in contracts", "IM4", "P08")
def returns_are_shown(books: Books) -> Unequals:
    invoices = {invoice.key: invoice for invoice in books.erp.invoices()}
    back = [p for p in books.erp.payments() if p.status == REJECTED and p.invoice in invoices]
    expected = tally((p.number, 1) for p in back if invoices[p.invoice].is_submitted)
    shown = tally(
        (payment.payment_number, 1)
        for invoice in books.procurement.invoices()
        for payment in invoice.payments
        if payment.returned
    )
    yield from compare(expected, shown, "returns in procurement")
    spent = tally(
        ((invoices[p.invoice].contract, p.number), 1) for p in back if invoices[p.invoice].contract
    )
    reversed_spend = tally(
        ((contract.contract_number, entry.payment_reference), 1)
        for contract, entry in books.contracts.spend()
        if entry.reversed_for
    )
    yield from compare(spent, reversed_spend, "reversals in contracts")


@condition("K123", "A transfer went to the account in force, which two people approved", "SM5")
def paid_to_approved_accounts(books: Books) -> Unequals:
    suppliers = {invoice.key: invoice.supplier for invoice in books.erp.invoices()}
    for payment in books.erp.payments():
        if payment.method != "ACH" or payment.invoice not in suppliers:
            continue
        account = books.erp.bank_account(suppliers[payment.invoice], payment.account_version)
        if account is None:
            yield Unequal(payment.number, "on file", payment.account_version, "account version")
            continue
        if not account.is_approved_by_two:
            yield Unequal(payment.number, "two", account.approved_by or "nobody", "approvers")
        if account.effective_from > payment.payment_date:
            words = f"{payment.payment_date} or earlier"
            yield Unequal(payment.number, words, account.effective_from, "effective date")


@condition("K124", "A payment that left the bank says on which statement", "P08")
def cleared_by_statements(books: Books) -> Unequals:
    """A returned one may have come back before anybody noted that it left."""
    for payment in books.erp.payments():
        if (payment.status == CLEARED) > bool(payment.statement):
            yield Unequal(payment.number, "named", "none", "statement")
        if payment.status not in (CLEARED, REJECTED) and payment.statement:
            yield Unequal(payment.number, CLEARED, payment.status, "status")


@condition("K129", "The bank and the ERP agree: paid once, cleared, returned, deposited", "P08")
def bank_agrees(books: Books) -> Unequals:
    """What is still in transit is in neither; without a bank there is nothing to compare."""
    if books.bank is None:
        return
    payments = {payment.number: payment for payment in books.erp.payments()}
    sent = tally((p.number, p.amount_minor) for p in payments.values() if p.method == "ACH")
    yield from compare(sent, tally(books.bank.received), "cents at the bank")
    left = tally(books.bank.settled)
    cleared = tally((p.number, p.amount_minor) for p in payments.values() if p.statement)
    yield from compare(left, cleared, "cents cleared")
    back = tally((p.number, p.amount_minor) for p in payments.values() if p.status == REJECTED)
    yield from compare(tally(books.bank.returned), back, "cents returned")
    booked = tally((r.trace, r.amount_minor) for r in books.erp.cash_receipts() if not r.reversed)
    for trace, minor in tally(books.bank.deposited).items():
        if booked[trace] != minor:
            yield Unequal(trace, minor, booked[trace], "cents of cash receipts")
