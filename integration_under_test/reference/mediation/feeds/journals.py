"""Journal files of the back offices (P16): a line for each side of a journal."""

from __future__ import annotations

from typing import NamedTuple

from integration_under_test.reference.mediation.canonical.journals import (
    Journal,
    JournalBatch,
    JournalLine,
)
from integration_under_test.reference.mediation.notation import from_compact_day, from_decimal
from integration_under_test.reference.mediation.protocols.batch_file import (
    BatchFile,
    Damaged,
    Row,
)
from integration_under_test.reference.mediation.received import Received


class _Heading(NamedTuple):
    """What makes lines one journal."""

    number: str
    category: str
    business_unit: str
    posted_on: str


def read(received: Received) -> JournalBatch:
    """Raises Damaged for a file that does not hold what its trailer says."""
    file: BatchFile = received.content
    journals: dict[_Heading, list[JournalLine]] = {}
    total_minor = 0
    for heading, line in file.read_rows({"JNL": _row}):
        journals.setdefault(heading, []).append(line)
        total_minor += line.debit_minor + line.credit_minor
    file.require_total(total_minor)
    if not journals:
        raise Damaged("EMPTY", "expected at least one journal")
    return JournalBatch(
        sender=received.sender,
        number=file.number,
        came_as=received.key,
        journals=tuple(Journal(*heading, tuple(lines)) for heading, lines in journals.items()),
    )


def _row(row: Row) -> tuple[_Heading, JournalLine]:
    _, number, _, category, unit, day, account, cost_center, debit, credit, _, project = row
    heading = _Heading(number, category, unit, from_compact_day(day))
    sides = from_decimal(debit, 2), from_decimal(credit, 2)
    return heading, JournalLine(account, cost_center, *sides, project)
