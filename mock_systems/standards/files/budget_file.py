"""Planning's approved budgets (S21), by cost centre, account with period.

CSV. A version replaces the one before it as a whole; the control total sums the amounts in cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mock_systems.standards.files import batch_file
from mock_systems.standards.files.batch_file import Batch, Layout, RecordType
from mock_systems.standards.files.field import (
    amount_text,
    read_amount_minor,
    read_period,
    read_positive,
    read_text,
)
from mock_systems.standards.files.line_format import CommaSeparated


@dataclass(frozen=True)
class BudgetLine:
    """`period` is YYYY-MM; an amount may be negative (a planned saving)."""

    version: int
    business_unit: str
    cost_center: str
    account: str
    period: str
    amount_minor: int
    approved_by: str


@dataclass(frozen=True)
class BudgetFile:
    batch: Batch
    lines: tuple[BudgetLine, ...]


def build(file: BudgetFile) -> str:
    return batch_file.build(LAYOUT, file.batch, file.lines)


def read(text: str) -> BudgetFile:
    """Raises FileRejected."""
    batch, lines = batch_file.read(LAYOUT, text)
    return BudgetFile(batch, tuple(lines))


def _write(one: BudgetLine) -> Sequence[str]:
    where = (str(one.version), one.business_unit, one.cost_center, one.account, one.period)
    return (*where, amount_text(one.amount_minor), one.approved_by)


def _read(fields: Sequence[str]) -> BudgetLine:
    version, unit, cost_center, account, period, amount, approved_by = fields
    return BudgetLine(
        read_positive(version),
        read_text(unit),
        read_text(cost_center),
        read_text(account),
        read_period(period),
        read_amount_minor(amount),
        read_text(approved_by),
    )


LAYOUT = Layout(
    "BUDGET",
    CommaSeparated(),
    (RecordType("BDG", BudgetLine, _write, _read, lambda one: one.amount_minor, fields=7),),
)
