"""Manual journals (S01): the accountants' own postings at month end."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.erp.accounts import CONTROLLED, NAMES
from mock_systems.erp.ledger import Journal, JournalLine, Unbalanced, journal_number
from mock_systems.erp.lookups import cost_center_of, location_of, posting_period
from mock_systems.erp.money import Amount
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Code, WireModel
from mock_systems.service import Effect, Operation, Refusal, Work


class JournalLineRequest(WireModel):
    account: Code
    cost_center: str = ""
    debit: Amount = 0
    credit: Amount = 0


class PostJournal(WireModel):
    business_unit: Code
    accounting_date: BusinessDate
    category: Code
    reversal_date: BusinessDate | None = None
    lines: Annotated[list[JournalLineRequest], Field(min_length=2, max_length=500)]


class JournalResult(WireModel):
    journal_number: str
    reversal_journal_number: str


def post_journal(erp: HasTables, request: PostJournal, work: Work) -> dict[str, Any]:
    """Posts the journal, and on ReversalDate its mirror image at once."""
    tables = erp.tables
    location_of(tables, request.business_unit)
    lines = tuple(_line(tables, line) for line in request.lines)
    posting_period(tables, request.accounting_date, work.caller)
    if request.reversal_date is not None:
        _check_reversal(tables, request, work.caller)
    journal = Journal(request.business_unit, request.accounting_date, request.category, "", lines)
    number = _post(tables, journal, work)
    reversal = ""
    if request.reversal_date is not None:
        reversal = _post(tables, _reversed(journal, request.reversal_date, number), work)
    return {"JournalNumber": number, "ReversalJournalNumber": reversal}


def _line(tables: Tables, line: JournalLineRequest) -> JournalLine:
    if line.account not in NAMES:
        raise Refusal(422, "UNKNOWN_ACCOUNT", f"account {line.account!r} is not in the chart")
    if line.account in CONTROLLED:
        raise Refusal(
            422,
            "CONTROL_ACCOUNT",
            f"account {line.account} is moved by documents only, not by journals",
        )
    if line.cost_center:
        cost_center_of(tables, line.cost_center)
    if (line.debit == 0) == (line.credit == 0):
        raise Refusal(422, "INVALID_LINE", "a line has either a Debit or a Credit above zero")
    return line.account, line.cost_center, line.debit - line.credit


def _check_reversal(tables: Tables, request: PostJournal, caller: str) -> None:
    reversal_date = request.reversal_date or ""
    if reversal_date <= request.accounting_date:
        raise Refusal(422, "INVALID_DATES", "ReversalDate must be after AccountingDate")
    posting_period(tables, reversal_date, caller)


def _reversed(journal: Journal, reversal_date: str, number: str) -> Journal:
    lines = tuple((account, center, -minor) for account, center, minor in journal.lines)
    return journal._replace(accounting_date=reversal_date, reference=number, lines=lines)


def _post(tables: Tables, journal: Journal, work: Work) -> str:
    try:
        number = journal_number(tables.ledger.post(journal))
    except Unbalanced as error:
        raise Refusal(422, "UNBALANCED_JOURNAL", str(error)) from error
    work.effect(
        Effect(
            "erp.journal",
            number,
            amount_minor=sum(line[2] for line in journal.lines if line[2] > 0),
            facility=journal.business_unit,
            period=journal.period,
        )
    )
    return number


OPERATIONS = (
    Operation(
        name="post_journal",
        method="POST",
        path="/journals",
        scope="erp.journals.write",
        request=PostJournal,
        response=JournalResult,
        handler=post_journal,
        key=("BusinessUnit", "AccountingDate", "Category"),
        summary="Posts a balanced manual journal, reversed on a later date if asked.",
        status=201,
    ),
)
