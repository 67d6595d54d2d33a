"""Journal files (S01): all of a batch or nothing, once, checked by its totals (P16, S18)."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from mock_systems.erp.accounts import CONSTRUCTION_IN_PROGRESS
from mock_systems.erp.accruals import JournalBatch
from mock_systems.erp.journal_operations import JournalLineRequest, journal_line
from mock_systems.erp.ledger import Journal, JournalLine, journal_number
from mock_systems.erp.lookups import location_of, posting_period
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.project_costs import charge_project, open_project_of
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Code, Page, PagedRequest, WireModel, page
from mock_systems.service import Effect, Operation, Refusal, Work


class ImportedLine(JournalLineRequest):
    """With a ProjectNumber the line is a cost of the project, whatever its Account says."""

    project_number: str = ""


class ImportedJournal(WireModel):
    reference: Code
    business_unit: Code
    accounting_date: BusinessDate
    category: Code
    lines: Annotated[list[ImportedLine], Field(min_length=2, max_length=5_000)]


class ImportJournalBatch(WireModel):
    """Counts and totals as in the trailer of the file."""

    source: Code
    batch_number: Code
    control_count: Annotated[int, Field(ge=1)]
    control_debit: Amount
    control_credit: Amount
    journals: Annotated[list[ImportedJournal], Field(min_length=1, max_length=10_000)]


class FindJournalBatches(PagedRequest):
    source: Code
    batch_number: Code


class JournalBatchView(WireModel):
    source: str
    batch_number: str
    journal_count: int
    debit: str
    journal_numbers: list[str]


class ProjectShare(NamedTuple):
    """What an imported journal adds to a project."""

    number: str
    minor: int


class Checked(NamedTuple):
    """A journal ready to be posted."""

    journal: Journal
    projects: tuple[ProjectShare, ...]

    @property
    def debit_minor(self) -> int:
        return sum(line[2] for line in self.journal.lines if line[2] > 0)


def import_journal_batch(erp: HasTables, request: ImportJournalBatch, work: Work) -> dict[str, Any]:
    """Every journal is checked before the first is posted."""
    tables = erp.tables
    key = (request.source, request.batch_number)
    if key in tables.accruals.batches:
        raise Refusal(409, "DUPLICATE_BATCH", f"batch {'/'.join(key)} was posted already")
    _check_totals(request)
    _check_references(request)
    checked = [_checked(tables, journal, work.caller) for journal in request.journals]
    places = tuple(_post(tables, request.source, entry, work) for entry in checked)
    batch = JournalBatch(*key, places, request.control_debit)
    tables.accruals.batches[key] = batch
    work.effect(
        Effect(
            "erp.journal_batch",
            "/".join(key),
            amount_minor=batch.debit_minor,
            quantity=len(places),
            period=min(entry.journal.period for entry in checked),
        )
    )
    return _view(batch)


def find_journal_batches(
    erp: HasTables, request: FindJournalBatches, _work: Work
) -> dict[str, Any]:
    found = erp.tables.accruals.batches.get((request.source, request.batch_number))
    return page((found,) if found else (), request, _view)


def _check_totals(request: ImportJournalBatch) -> None:
    lines = [line for journal in request.journals for line in journal.lines]
    got = (
        len(request.journals),
        sum(line.debit for line in lines),
        sum(line.credit for line in lines),
    )
    expected = (request.control_count, request.control_debit, request.control_credit)
    if got != expected:
        raise Refusal(
            422,
            "CONTROL_TOTAL_MISMATCH",
            f"the trailer says {_totals(expected)}, the journals give {_totals(got)}",
        )


def _totals(totals: tuple[int, int, int]) -> str:
    return f"{totals[0]} journals, {amount_text(totals[1])} debit, {amount_text(totals[2])} credit"


def _check_references(request: ImportJournalBatch) -> None:
    counted = Counter(journal.reference for journal in request.journals)
    reference, count = counted.most_common(1)[0]
    if count > 1:
        raise Refusal(
            422, "DUPLICATE_REFERENCE", f"{reference!r} occurs {count} times in the batch"
        )


def _checked(tables: Tables, journal: ImportedJournal, caller: str) -> Checked:
    location_of(tables, journal.business_unit)
    posting_period(tables, journal.accounting_date, caller)
    lines = tuple(_line(tables, journal, line) for line in journal.lines)
    difference_minor = sum(line[2] for line in lines)
    if difference_minor:
        raise Refusal(
            422,
            "UNBALANCED_JOURNAL",
            f"journal {journal.reference!r} is out of balance by {amount_text(difference_minor)}",
        )
    shares = tuple(
        ProjectShare(line.project_number, line.debit - line.credit)
        for line in journal.lines
        if line.project_number
    )
    head = (journal.business_unit, journal.accounting_date, journal.category, journal.reference)
    return Checked(Journal(*head, lines), shares)


def _line(tables: Tables, journal: ImportedJournal, line: ImportedLine) -> JournalLine:
    if not line.project_number:
        return journal_line(tables, line)
    open_project_of(tables, line.project_number, journal.business_unit)
    if (line.debit == 0) == (line.credit == 0):
        raise Refusal(422, "INVALID_LINE", "a line has either a Debit or a Credit above zero")
    return CONSTRUCTION_IN_PROGRESS, "", line.debit - line.credit


def _post(tables: Tables, source: str, checked: Checked, work: Work) -> int:
    journal = checked.journal
    place = tables.ledger.post(journal)
    for number, minor in checked.projects:
        charge_project(tables.projects[number], f"{source}/{journal.reference}", minor, work)
    work.effect(
        Effect(
            "erp.feed_journal",
            f"{source}/{journal.reference}",
            amount_minor=checked.debit_minor,
            facility=journal.business_unit,
            period=journal.period,
        )
    )
    return place


def _view(batch: JournalBatch) -> dict[str, Any]:
    return {
        "Source": batch.source,
        "BatchNumber": batch.number,
        "JournalCount": len(batch.journals),
        "Debit": amount_text(batch.debit_minor),
        "JournalNumbers": [journal_number(place) for place in batch.journals],
    }


OPERATIONS = (
    Operation(
        name="import_journal_batch",
        method="POST",
        path="/journalImports",
        scope="erp.journal_imports.write",
        request=ImportJournalBatch,
        response=JournalBatchView,
        handler=import_journal_batch,
        key=("Source", "BatchNumber"),
        summary="Posts all journals of a file, or none.",
        status=201,
    ),
    Operation(
        name="find_journal_batches",
        method="GET",
        path="/journalImports",
        scope="erp.journal_imports.read",
        request=FindJournalBatches,
        response=Page[JournalBatchView],
        handler=find_journal_batches,
        key=("Source", "BatchNumber"),
        summary="The batch of a number, if it was posted.",
    ),
)
