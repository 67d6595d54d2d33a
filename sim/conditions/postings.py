"""Conditions between the ERP's documents and its journals (S01): each document posts once.

A document exists exactly when its journal does, and for the same amount.
"""

from __future__ import annotations

from mock_systems.erp.accounts import ACCOUNTS_PAYABLE, ENCUMBRANCE, GRNI
from mock_systems.erp.ledger import Journal
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K06", "Every order is encumbered by one journal of its total", "RP4")
def orders_are_encumbered(books: Books) -> Unequals:
    journals = list(books.erp.journals_of("ENCUMBRANCE"))
    yield from once((journal.reference for journal in journals), "journals")
    totals = tally((order.number, order.amount_minor) for order in books.erp.orders())
    yield from compare(totals, _posted(journals, ENCUMBRANCE, 1), "cents")


@condition("K07", "Every receipt line is accrued by one journal of its value", "RA3")
def receipts_are_accrued(books: Books) -> Unequals:
    journals = list(books.erp.journals_of("RECEIPT"))
    receipts = list(books.erp.receipts())
    lines = tally((receipt.number, 1) for receipt in receipts)
    yield from compare(lines, tally((journal.reference, 1) for journal in journals), "journals")
    values = tally((receipt.number, receipt.amount_minor) for receipt in receipts)
    yield from compare(values, _posted(journals, GRNI, -1), "cents")


@condition("K08", "Every invoice is entered by one journal of its amount", "P07")
def invoices_are_entered(books: Books) -> Unequals:
    """Suppliers may use the same number, so numbers are compared within a hospital."""
    journals = [*books.erp.journals_of("INVOICE"), *books.erp.journals_of("OPENING")]
    journals = [journal for journal in journals if _moves(journal, ACCOUNTS_PAYABLE)]
    invoices = list(books.erp.invoices())
    yield from compare(
        tally(((invoice.business_unit, invoice.number), 1) for invoice in invoices),
        tally(((journal.business_unit, journal.reference), 1) for journal in journals),
        "journals",
    )
    yield from compare(
        tally(((i.business_unit, i.number), i.amount_minor) for i in invoices),
        tally(((j.business_unit, j.reference), -_on(j, ACCOUNTS_PAYABLE)) for j in journals),
        "cents",
    )


@condition("K09", "Every payment is posted by one journal of its amount", "IM4")
def payments_are_posted(books: Books) -> Unequals:
    journals = list(books.erp.journals_of("PAYMENT"))
    yield from once((journal.reference for journal in journals), "journals")
    amounts = tally((payment.number, payment.amount_minor) for payment in books.erp.payments())
    yield from compare(amounts, _posted(journals, ACCOUNTS_PAYABLE, 1), "cents")


@condition("K10", "Every cost is its quantity at standard cost, in a journal of its own", "P09")
def costs_are_posted(books: Books) -> Unequals:
    items = books.erp.items()
    costs = list(books.erp.costs())
    posted = sum(1 for _ in books.erp.journals_of("COST"))
    if posted != len(costs):
        yield Unequal("all costs", len(costs), posted, "journals")
    for reference, cost, journal in costs:
        if (journal.category, journal.reference) != ("COST", reference):
            yield Unequal(reference, "of the cost", journal.reference, "a journal")
        expected_minor = cost.quantity * items[cost.item].standard_cost_minor
        found_minor = sum(minor for _, _, minor in journal.lines if minor > 0)
        if expected_minor != found_minor:
            yield Unequal(reference, expected_minor, found_minor, "cents")


def _posted(journals: list[Journal], account: str, sign: int) -> dict[object, int]:
    """Reference -> cents on an account, debits positive times `sign`."""
    return tally((journal.reference, sign * _on(journal, account)) for journal in journals)


def _on(journal: Journal, account: str) -> int:
    return sum(minor for name, _, minor in journal.lines if name == account)


def _moves(journal: Journal, account: str) -> bool:
    return any(name == account for name, _, _ in journal.lines)
