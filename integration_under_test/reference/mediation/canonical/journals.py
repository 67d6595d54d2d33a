"""Journals that back offices feed into the general ledger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JournalLine:
    """Either a debit or a credit. With a `project` it is a cost of that, whatever its account."""

    account: str
    cost_center: str
    debit_minor: int
    credit_minor: int
    project: str


@dataclass(frozen=True, slots=True)
class Journal:
    """Its business unit is named in the ERP's own code, which the back offices use."""

    number: str
    category: str
    business_unit: str
    posted_on: str
    lines: tuple[JournalLine, ...]


@dataclass(frozen=True, slots=True)
class JournalBatch:
    """The journals of one file, of which all are posted or none; `came_as` is that file's key."""

    sender: str
    number: str
    came_as: str
    journals: tuple[Journal, ...]

    @property
    def key(self) -> str:
        """What makes it distinct: PAYROLL/12."""
        return f"{self.sender}/{self.number}"
