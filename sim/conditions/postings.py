"""Conditions between the ERP's documents and its journals (S01): each document posts once.

A document exists exactly when its journal does, and for the same amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from mock_systems.erp.accounts import ACCOUNTS_PAYABLE, CASH, ENCUMBRANCE, GRNI
from mock_systems.erp.ledger import Journal
from mock_systems.erp.match import CANCELLED
from mock_systems.erp.payment_outcomes import REJECTED
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K06", "Every order is encumbered with its total, by one journal a version", "RP4")
def orders_are_encumbered(books: Books) -> Unequals:
    versions = {order.number: order.version for order in books.erp.orders()}
    journals = books.erp.journals_of("ENCUMBRANCE")
    for number, count in tally((journal.reference, 1) for journal in journals).items():
        most = versions.get(number, 1)
        if count > most:
            yield Unequal(number, most, count, "journals")
    totals = tally((order.number, order.amount_minor) for order in books.erp.orders())
    journals = books.erp.journals_of("ENCUMBRANCE")
    yield from compare(totals, _posted(journals, ENCUMBRANCE, 1), "cents")


@condition("K07", "Every receipt line is accrued by one journal of its value", "RA3")
def receipts_are_accrued(books: Books) -> Unequals:
    changes = list(books.erp.receipt_changes())
    changed = {change.receipt_number for change in changes}
    lines = tally((r.number, 1) for r in books.erp.receipts() if r.number not in changed)
    journals = books.erp.journals_of("RECEIPT")
    posted = tally((j.reference, 1) for j in journals if j.reference not in changed)
    yield from compare(lines, posted, "journals")
    values = tally((receipt.number, receipt.amount_minor) for receipt in books.erp.receipts())
    for change in changes:
        values[change.receipt_number] += change.amount_minor
    yield from compare(values, _posted(books.erp.journals_of("RECEIPT"), GRNI, -1), "cents")


@condition("K08", "Every invoice is entered by one journal of its amount", "P07")
def invoices_are_entered(books: Books) -> Unequals:
    """Suppliers may use the same number, so numbers are compared within a hospital."""
    yield from compare(
        tally(((invoice.business_unit, invoice.number), 1) for invoice in books.erp.invoices()),
        tally(((journal.business_unit, journal.reference), 1) for journal in _entries(books)),
        "journals",
    )
    yield from compare(
        tally(((i.business_unit, i.number), i.amount_minor) for i in books.erp.invoices()),
        tally(((j.business_unit, j.reference), -_on(j, ACCOUNTS_PAYABLE)) for j in _entries(books)),
        "cents",
    )


@condition("K09", "Every payment is posted by one journal of its amount, its return too", "IM4")
def payments_are_posted(books: Books) -> Unequals:
    payments = list(books.erp.payments())
    for category, sign, made in (
        ("PAYMENT", 1, payments),
        ("PAYMENT-RETURN", -1, [p for p in payments if p.status == REJECTED]),
    ):
        journals = books.erp.journals_of(category)
        yield from once((journal.reference for journal in journals), "journals")
        amounts = tally((payment.number, payment.amount_minor) for payment in made)
        posted = _posted(books.erp.journals_of(category), ACCOUNTS_PAYABLE, sign)
        yield from compare(amounts, posted, "cents")


@condition("K125", "A credit memo, a cancelled invoice has one journal of its amount", "P07", "IM5")
def corrections_are_posted(books: Books) -> Unequals:
    credited = tally(
        ((m.business_unit, m.number), m.amount_minor) for m in books.erp.credit_memos()
    )
    void = tally(
        ((invoice.business_unit, invoice.number), invoice.amount_minor)
        for invoice in books.erp.invoices()
        if invoice.status == CANCELLED
    )
    for category, expected in (("CREDIT", credited), ("INVOICE-REVERSAL", void)):
        journals = books.erp.journals_of(category)
        yield from compare(
            expected,
            tally(((j.business_unit, j.reference), _on(j, ACCOUNTS_PAYABLE)) for j in journals),
            f"cents of {category}",
        )


@condition("K126", "Every deposit is posted by one journal of its amount", "CR4", "P10")
def deposits_are_posted(books: Books) -> Unequals:
    """One that was taken back has two that cancel out."""
    expected = tally(
        ((r.business_unit, r.trace), 0 if r.reversed else r.amount_minor)
        for r in books.erp.cash_receipts()
    )
    journals = books.erp.journals_of("DEPOSIT")
    posted = tally(((j.business_unit, j.reference), _on(j, CASH)) for j in journals)
    return compare(expected, posted, "cents")


@condition("K10", "Every cost is its quantity at standard cost, in a journal of its own", "P09")
def costs_are_posted(books: Books) -> Unequals:
    items = books.erp.items()
    costs = sum(1 for _ in books.erp.costs())
    posted = sum(1 for _ in books.erp.journals_of("COST"))
    if posted != costs:
        yield Unequal("all costs", costs, posted, "journals")
    for reference, cost, journal in books.erp.costs():
        if (journal.category, journal.reference) != ("COST", reference):
            yield Unequal(reference, "of the cost", journal.reference, "a journal")
        expected_minor = cost.quantity * items[cost.item].standard_cost_minor
        found_minor = sum(minor for _, _, minor in journal.lines if minor > 0)
        if expected_minor != found_minor:
            yield Unequal(reference, expected_minor, found_minor, "cents")


def _entries(books: Books) -> Iterator[Journal]:
    """What moved payables when invoices were entered, or were open at the start."""
    journals = chain(books.erp.journals_of("INVOICE"), books.erp.journals_of("OPENING"))
    return (journal for journal in journals if _moves(journal, ACCOUNTS_PAYABLE))


def _posted(journals: Iterable[Journal], account: str, sign: int) -> dict[object, int]:
    """Reference -> cents on an account, debits positive times `sign`."""
    return tally((journal.reference, sign * _on(journal, account)) for journal in journals)


def _on(journal: Journal, account: str) -> int:
    return sum(minor for name, _, minor in journal.lines if name == account)


def _moves(journal: Journal, account: str) -> bool:
    return any(name == account for name, _, _ in journal.lines)
