"""Conditions of the general ledger (S01): double entry, and balances that are sums of postings."""

from __future__ import annotations

from mock_systems.erp.accounts import EXPENSES
from mock_systems.erp.rules import CLOSED
from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K01", "In every journal debits equal credits", "RA6")
def journals_balance(books: Books) -> Unequals:
    for number, journal in books.erp.journals():
        difference_minor = sum(line[2] for line in journal.lines)
        if difference_minor:
            yield Unequal(number, 0, difference_minor, "cents")


@condition("K02", "In every business unit and period debits equal credits", "RA6")
def periods_balance(books: Books) -> Unequals:
    for (unit, period), balances in books.erp.balances().items():
        difference_minor = sum(balances.values())
        if difference_minor:
            yield Unequal(f"{unit}/{period}", 0, difference_minor, "cents")


@condition("K03", "Every balance is the sum of its journal lines", "RA6")
def balances_are_sums(books: Books) -> Unequals:
    posted = tally(
        ((journal.business_unit, journal.period, account), minor)
        for _, journal in books.erp.journals()
        for account, _, minor in journal.lines
    )
    kept = tally(
        ((unit, period, account), minor)
        for (unit, period), balances in books.erp.balances().items()
        for account, minor in balances.items()
    )
    return compare(posted, kept, "cents")


@condition("K04", "What a cost centre spent is the sum of its expense lines", "P13")
def expenses_are_sums(books: Books) -> Unequals:
    posted = tally(
        ((center, journal.period), minor)
        for _, journal in books.erp.journals()
        for account, center, minor in journal.lines
        if center and account in EXPENSES
    )
    return compare(posted, tally(books.erp.expenses().items()), "cents")


@condition("K05", "Nothing is posted into a period that was never open", "RA5")
def periods_were_open(books: Books) -> Unequals:
    # A period is loaded in version 1, and every change of its status raises the version.
    open_once = {p.name for p in books.erp.periods() if p.version > 1 or p.status != CLOSED}
    for number, journal in books.erp.journals():
        if journal.period not in open_once:
            yield Unequal(number, "that was open", journal.period, "a period")
