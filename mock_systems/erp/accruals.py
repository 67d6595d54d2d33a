"""Accruals that return (S01): templates posted each period, reversals that wait for the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mock_systems.erp.ledger import Journal, JournalLine


class RecurringAccrual(NamedTuple):
    """A journal to post on the last day of each period from the first to the last."""

    number: str
    reference: str
    business_unit: str
    category: str
    first_period: str
    last_period: str
    lines: tuple[JournalLine, ...]


class JournalBatch(NamedTuple):
    """A file of journals that was posted as a whole."""

    source: str
    number: str
    journals: tuple[int, ...]
    debit_minor: int


@dataclass(slots=True)
class Accruals:
    """Also holds imported batches: both are journals that somebody else prepared."""

    recurring: dict[str, RecurringAccrual] = field(default_factory=dict)
    posted: set[tuple[str, str]] = field(default_factory=set)
    """(accrual number, period) that exist already."""
    waiting: dict[str, list[Journal]] = field(default_factory=dict)
    """Period not yet open -> the reversals that its opening posts."""
    batches: dict[tuple[str, str], JournalBatch] = field(default_factory=dict)
