"""Journals that payroll, fixed assets, facilities or projects feed into the ERP (S18, P16).

CSV. A journal is the lines of one number, business unit with date; whether it balances is the ERP's
to decide, journal by journal. The control total sums debits with credits, in cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mock_systems.standards.files import batch_file
from mock_systems.standards.files.batch_file import Batch, Layout, RecordType
from mock_systems.standards.files.field import (
    amount_text,
    date_text,
    read_amount_minor,
    read_date,
    read_positive,
    read_text,
)
from mock_systems.standards.files.line_format import CommaSeparated


@dataclass(frozen=True)
class JournalLine:
    """Either a debit or a credit, neither below zero; `project` may be empty."""

    journal_number: str
    line: int
    category: str
    business_unit: str
    accounting_date: date
    account: str
    cost_center: str
    debit_minor: int
    credit_minor: int
    description: str = ""
    project: str = ""


@dataclass(frozen=True)
class JournalFile:
    batch: Batch
    lines: tuple[JournalLine, ...]


def build(file: JournalFile) -> str:
    return batch_file.build(LAYOUT, file.batch, file.lines)


def read(text: str) -> JournalFile:
    """Raises FileRejected."""
    batch, lines = batch_file.read(LAYOUT, text)
    return JournalFile(batch, tuple(lines))


def _write(one: JournalLine) -> Sequence[str]:
    return (
        one.journal_number,
        str(one.line),
        one.category,
        one.business_unit,
        date_text(one.accounting_date),
        one.account,
        one.cost_center,
        amount_text(one.debit_minor),
        amount_text(one.credit_minor),
        one.description,
        one.project,
    )


def _read(fields: Sequence[str]) -> JournalLine:
    number, line, category, unit, accounting_date, account, cost_center, *rest = fields
    debit, credit, description, project = rest
    journal_line = JournalLine(
        read_text(number),
        read_positive(line),
        read_text(category),
        read_text(unit),
        read_date(accounting_date),
        read_text(account),
        cost_center,
        read_amount_minor(debit),
        read_amount_minor(credit),
        description,
        project,
    )
    amounts = journal_line.debit_minor, journal_line.credit_minor
    if min(amounts) < 0 or min(amounts) != 0:
        raise ValueError(f"expected a debit or a credit, not below zero, got {debit} and {credit}")
    return journal_line


def _control(one: JournalLine) -> int:
    return one.debit_minor + one.credit_minor


LAYOUT = Layout(
    "JOURNAL",
    CommaSeparated(),
    (RecordType("JNL", JournalLine, _write, _read, _control, fields=11),),
)
