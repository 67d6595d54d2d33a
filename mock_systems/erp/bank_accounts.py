"""Suppliers' bank accounts (S01): versions, each effective from a date, changed by two people.

An account number leaves this file only into a payment file; everything else sees its last four.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

PROPOSED = "PROPOSED"
APPROVED = "APPROVED"
REJECTED = "REJECTED"
OPENING = "OPENING"
"""Stands for the evidence of accounts that were loaded before the first day."""

_ROUTING_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7, 1)


class BankAccount(NamedTuple):
    """One version of where a supplier is paid, with the two who answer for it (SM5)."""

    supplier: str
    version: int
    routing_number: str
    account_number: str
    effective_from: str
    proposed_by: str
    approved_by: str

    @property
    def last_four(self) -> str:
        return self.account_number[-4:]

    @property
    def is_approved_by_two(self) -> bool:
        two = bool(self.proposed_by and self.approved_by) and self.proposed_by != self.approved_by
        return two or self.proposed_by == self.approved_by == OPENING


@dataclass(slots=True)
class BankChange:
    """A proposed account, until a second person decides."""

    id: int
    supplier: str
    routing_number: str
    account_number: str
    effective_date: str
    proposed_by: str
    evidence: str
    status: str = PROPOSED
    decided_by: str = ""

    @property
    def key(self) -> str:
        return f"{self.supplier}/{self.id}"


@dataclass(slots=True)
class BankAccounts:
    """Accounts and proposals by supplier."""

    accounts: dict[str, list[BankAccount]] = field(default_factory=dict)
    changes: list[BankChange] = field(default_factory=list)
    changes_by_supplier: dict[str, list[BankChange]] = field(default_factory=dict)

    def effective(self, supplier: str, on: str) -> BankAccount | None:
        """The newest version whose date has come."""
        versions = self.accounts.get(supplier, ())
        return next((a for a in reversed(versions) if a.effective_from <= on), None)

    def pending(self, supplier: str) -> BankChange | None:
        """The proposal that waits for its second person; there is never more than one."""
        changes = self.changes_by_supplier.get(supplier)
        return changes[-1] if changes and changes[-1].status == PROPOSED else None

    def add(self, account: BankAccount) -> None:
        self.accounts.setdefault(account.supplier, []).append(account)

    def next_version(self, supplier: str) -> int:
        return len(self.accounts.get(supplier, ())) + 1


def routing_number_is_valid(routing_number: str) -> bool:
    """The ABA check digit: weights 3, 7, 1 over nine digits, a multiple of ten."""
    digits = (int(digit) for digit in routing_number)
    weighted = zip(_ROUTING_WEIGHTS, digits, strict=True)
    return sum(weight * digit for weight, digit in weighted) % 10 == 0
