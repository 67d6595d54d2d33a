"""The general ledger: the one place where journals are posted.

Balances are kept with every posting, since a month has millions of journals; the journals stay on
disk beside them, so that the books can be added up again and compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mock_systems.erp.accounts import EXPENSES
from mock_systems.service.scroll import Scroll

JournalLine = tuple[str, str, int]
"""(account, cost center or "", cents: a debit is positive, a credit negative)."""


class Journal(NamedTuple):
    """One balanced posting; `reference` names the document behind it."""

    business_unit: str
    accounting_date: str
    category: str
    reference: str
    lines: tuple[JournalLine, ...]

    @property
    def period(self) -> str:
        return self.accounting_date[:7]


class Unbalanced(Exception):
    """Debits and credits differ; nothing was posted."""

    def __init__(self, difference_minor: int) -> None:
        super().__init__(f"expected debits = credits, got a difference of {difference_minor} cents")
        self.difference_minor = difference_minor


def _unpacked(value: Any) -> Journal:
    return Journal(*value)


@dataclass(slots=True)
class Ledger:
    """Journals with their balances per business unit, period, account."""

    journals: Scroll[Journal] = field(default_factory=lambda: Scroll(tuple, _unpacked))
    balances: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    """(business unit, period) -> account -> cents, debits minus credits."""
    expenses: dict[tuple[str, str], int] = field(default_factory=dict)
    """(cost center, period) -> cents charged to expense accounts."""
    expense_accounts: set[str] = field(default_factory=lambda: set(EXPENSES))

    def post(self, journal: Journal) -> int:
        """Posts a journal, returns its place, from 1 on. Raises Unbalanced, changing nothing."""
        lines = journal.lines
        difference_minor = sum([line[2] for line in lines])
        if difference_minor:
            raise Unbalanced(difference_minor)
        period = journal.accounting_date[:7]
        unit_period = (journal.business_unit, period)
        expense_accounts = self.expense_accounts
        balances = self.balances.get(unit_period)
        if balances is None:
            balances = self.balances[unit_period] = {}
        for account, cost_center, minor in lines:
            balances[account] = balances.get(account, 0) + minor
            if cost_center and account in expense_accounts:
                charged = (cost_center, period)
                self.expenses[charged] = self.expenses.get(charged, 0) + minor
        self.journals.append(journal)
        return len(self.journals)

    def spent_minor(self, cost_center: str, period: str) -> int:
        """What a cost center was charged in a period."""
        return self.expenses.get((cost_center, period), 0)

    def out_of_balance(self) -> Iterator[tuple[str, Journal, int]]:
        """Reads every stored journal again: (number, journal, difference) of the offending."""
        for place, journal in enumerate(self.journals, start=1):
            difference_minor = sum([line[2] for line in journal.lines])
            if difference_minor:
                yield journal_number(place), journal, difference_minor


def journal_number(place: int) -> str:
    """`JE-00000001` for the first journal."""
    return f"JE-{place:08d}"
