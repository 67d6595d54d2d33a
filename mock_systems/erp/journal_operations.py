"""Manual journals (S01): the accountants' own postings at month end."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.erp.accounts import CONTROLLED
from mock_systems.erp.ledger import Journal, JournalLine, Unbalanced, journal_number
from mock_systems.erp.lookups import cost_center_of, location_of, posting_period, tax_code_of
from mock_systems.erp.money import Amount
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Code, WireModel
from mock_systems.service import Effect, Operation, Refusal, Work

ReversalMode = Literal["AT_ONCE", "WHEN_PERIOD_OPENS"]


class JournalLineRequest(WireModel):
    account: Code
    cost_center: str = ""
    debit: Amount = 0
    credit: Amount = 0
    tax_code: str = ""


class PostJournal(WireModel):
    business_unit: Code
    accounting_date: BusinessDate
    category: Code
    reversal_date: BusinessDate | None = None
    reversal_mode: ReversalMode = "AT_ONCE"
    lines: Annotated[list[JournalLineRequest], Field(min_length=2, max_length=500)]


class JournalResult(WireModel):
    journal_number: str
    reversal_journal_number: str


def post_journal(erp: HasTables, request: PostJournal, work: Work) -> dict[str, Any]:
    """Posts the journal, and on ReversalDate its mirror image.

    AT_ONCE posts the image now; WHEN_PERIOD_OPENS keeps it for a period that is not open yet.
    """
    tables = erp.tables
    location_of(tables, request.business_unit)
    lines = tuple(journal_line(tables, line) for line in request.lines)
    posting_period(tables, request.accounting_date, work.caller)
    day = request.reversal_date
    waits = day is not None and _waits(tables, request, day, work.caller)
    journal = Journal(request.business_unit, request.accounting_date, request.category, "", lines)
    number = post_manual(tables, journal, work)
    if day is None:
        return {"JournalNumber": number, "ReversalJournalNumber": ""}
    mirror = mirrored(journal, day, number)
    if waits:
        tables.accruals.waiting.setdefault(mirror.period, []).append(mirror)
        return {"JournalNumber": number, "ReversalJournalNumber": ""}
    reversal = post_manual(tables, mirror, work)
    return {"JournalNumber": number, "ReversalJournalNumber": reversal}


def post_waiting_reversals(tables: Tables, period: str, work: Work) -> list[str]:
    """What the opening of a period posts; the numbers of the journals."""
    journals = tables.accruals.waiting.pop(period, ())
    return [post_manual(tables, journal, work) for journal in journals]


def check_manual_account(tables: Tables, account: str) -> None:
    """An account that a person may post to."""
    status = tables.reference.account_status(account)
    if not status:
        raise Refusal(422, "UNKNOWN_ACCOUNT", f"account {account!r} is not in the chart")
    if status != "ACTIVE":
        raise Refusal(422, "ACCOUNT_INACTIVE", f"account {account} is blocked")
    if account in CONTROLLED:
        raise Refusal(
            422,
            "CONTROL_ACCOUNT",
            f"account {account} is moved by documents only, not by journals",
        )


def journal_line(tables: Tables, line: JournalLineRequest) -> JournalLine:
    check_manual_account(tables, line.account)
    if line.tax_code:
        tax_code_of(tables, line.tax_code)
    if line.cost_center:
        cost_center_of(tables, line.cost_center)
    if (line.debit == 0) == (line.credit == 0):
        raise Refusal(422, "INVALID_LINE", "a line has either a Debit or a Credit above zero")
    return line.account, line.cost_center, line.debit - line.credit


def _waits(tables: Tables, request: PostJournal, day: str, caller: str) -> bool:
    """Whether the reversal is kept for later; refuses a date that it could never have."""
    if day <= request.accounting_date:
        raise Refusal(422, "INVALID_DATES", "ReversalDate must be after AccountingDate")
    if request.reversal_mode == "WHEN_PERIOD_OPENS" and not_yet_open(tables, day[:7]):
        return True
    posting_period(tables, day, caller)
    return False


def not_yet_open(tables: Tables, period: str) -> bool:
    return period not in tables.periods


def mirrored(journal: Journal, day: str, number: str) -> Journal:
    lines = tuple((account, center, -minor) for account, center, minor in journal.lines)
    return journal._replace(accounting_date=day, reference=number, lines=lines)


def post_manual(tables: Tables, journal: Journal, work: Work) -> str:
    """Posts a person's journal, with the effect that shows it."""
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
