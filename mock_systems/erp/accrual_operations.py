"""Recurring accruals (S01): posted once a period, taken back when the next one is open."""

from __future__ import annotations

from calendar import monthrange
from typing import Annotated, Any

from pydantic import Field

from mock_systems.erp.accruals import RecurringAccrual
from mock_systems.erp.journal_operations import (
    JournalLineRequest,
    journal_line,
    mirrored,
    not_yet_open,
    post_manual,
)
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import location_of, posting_period
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import Code, PeriodName, WireModel
from mock_systems.service import Effect, Operation, Refusal, Work


class CreateRecurringAccrual(WireModel):
    accrual_number: Code
    business_unit: Code
    category: Code
    first_period: PeriodName
    last_period: PeriodName
    lines: Annotated[list[JournalLineRequest], Field(min_length=2, max_length=500)]


class RecurringAccrualView(WireModel):
    accrual_number: str
    business_unit: str
    first_period: str
    last_period: str


class PostAccruals(WireModel):
    period_name: PeriodName


class PostAccrualsResult(WireModel):
    period_name: str
    journal_numbers: list[str]
    waiting_reversals: int


def create_recurring_accrual(
    erp: HasTables, request: CreateRecurringAccrual, work: Work
) -> dict[str, Any]:
    """Posts nothing yet."""
    tables = erp.tables
    if request.accrual_number in tables.accruals.recurring:
        raise Refusal(409, "DUPLICATE_ACCRUAL", f"{request.accrual_number!r} exists already")
    location_of(tables, request.business_unit)
    if request.last_period < request.first_period:
        raise Refusal(422, "INVALID_DATES", "LastPeriod is before FirstPeriod")
    lines = tuple(journal_line(tables, line) for line in request.lines)
    if sum(line[2] for line in lines):
        raise Refusal(422, "UNBALANCED_JOURNAL", "debits and credits of the accrual differ")
    accrual = RecurringAccrual(
        request.accrual_number,
        request.accrual_number,
        request.business_unit,
        request.category,
        request.first_period,
        request.last_period,
        lines,
    )
    tables.accruals.recurring[accrual.number] = accrual
    minor = sum(line[2] for line in lines if line[2] > 0)
    work.effect(
        Effect(
            "erp.recurring_accrual",
            accrual.number,
            amount_minor=minor,
            facility=accrual.business_unit,
        )
    )
    return {
        "AccrualNumber": accrual.number,
        "BusinessUnit": accrual.business_unit,
        "FirstPeriod": accrual.first_period,
        "LastPeriod": accrual.last_period,
    }


def post_accruals(erp: HasTables, request: PostAccruals, work: Work) -> dict[str, Any]:
    """Each accrual of the period that is not posted yet, dated on its last day."""
    tables, period = erp.tables, request.period_name
    last_day = f"{period}-{monthrange(int(period[:4]), int(period[5:]))[1]}"
    posting_period(tables, last_day, work.caller)
    following = _next(period)
    if not not_yet_open(tables, following):
        posting_period(tables, f"{following}-01", work.caller)
    due = [
        accrual
        for accrual in tables.accruals.recurring.values()
        if accrual.first_period <= period <= accrual.last_period
        and (accrual.number, period) not in tables.accruals.posted
    ]
    numbers = [_post(tables, accrual, last_day, work) for accrual in due]
    waiting = len(tables.accruals.waiting.get(following, ()))
    return {"PeriodName": period, "JournalNumbers": numbers, "WaitingReversals": waiting}


def _post(tables: Tables, accrual: RecurringAccrual, last_day: str, work: Work) -> str:
    head = (accrual.business_unit, last_day, accrual.category, accrual.reference)
    journal = Journal(*head, accrual.lines)
    number = post_manual(tables, journal, work)
    tables.accruals.posted.add((accrual.number, journal.period))
    following = _next(journal.period)
    mirror = mirrored(journal, f"{following}-01", number)
    if not_yet_open(tables, following):
        tables.accruals.waiting.setdefault(following, []).append(mirror)
    else:
        post_manual(tables, mirror, work)
    return number


def _next(period: str) -> str:
    year, month = int(period[:4]), int(period[5:])
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"


OPERATIONS = (
    Operation(
        name="create_recurring_accrual",
        method="POST",
        path="/recurringAccruals",
        scope="erp.journals.write",
        request=CreateRecurringAccrual,
        response=RecurringAccrualView,
        handler=create_recurring_accrual,
        key=("AccrualNumber",),
        summary="Sets up a journal that is posted every period, reversed in the next.",
        status=201,
    ),
    Operation(
        name="post_accruals",
        method="POST",
        path="/periods/{PeriodName}/accruals",
        scope="erp.journals.write",
        request=PostAccruals,
        response=PostAccrualsResult,
        handler=post_accruals,
        key=("PeriodName",),
        summary="Posts the recurring accruals of a period that are not posted yet.",
        status=201,
    ),
)
