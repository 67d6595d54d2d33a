"""Patient receivables (S01): what billing posts to the control account, and the cash (P10)."""

from __future__ import annotations

from typing import Any, Literal

from mock_systems.erp.ledger import Journal, journal_number
from mock_systems.erp.lookups import location_of, posting_period
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.receivables import INCREASES, Receivable, lines_of
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import (
    BusinessDate,
    Code,
    Page,
    PagedRequest,
    PeriodName,
    WireModel,
    page,
)
from mock_systems.service import Effect, Operation, Refusal, Work

EntryType = Literal[
    "OPENING",
    "CHARGE",
    "CHARGE_CREDIT",
    "CONTRACTUAL",
    "CONTRACTUAL_REVERSAL",
    "WRITE_OFF",
    "REFUND",
    "PATIENT_PAYMENT",
    "PAYER_ADJUSTMENT",
    "PAYER_ADJUSTMENT_REVERSAL",
]
"""OPENING takes over a balance; PAYER_ADJUSTMENT is what a payer keeps of a payment (PLB), its
reversal what it advanced."""


class PostReceivable(WireModel):
    reference: Code
    entry_type: EntryType
    business_unit: Code
    accounting_date: BusinessDate
    amount: Amount


class ReceivableResult(WireModel):
    journal_number: str
    amount: str


class FindReceivables(PagedRequest):
    reference: Code


class ReceivableView(WireModel):
    journal_number: str
    reference: str
    entry_type: str
    business_unit: str
    accounting_date: str
    amount: str


class GetReceivableRoll(WireModel):
    business_unit: Code
    period_name: PeriodName


class RollLine(WireModel):
    entry_type: str
    amount: str


class ReceivableRollView(WireModel):
    business_unit: str
    period_name: str
    opening_amount: str
    lines: list[RollLine]
    closing_amount: str


class OpenReceivableRow(WireModel):
    """A row of the opening load."""

    reference: Code
    business_unit: Code
    amount: Amount


def post_receivable(erp: HasTables, request: PostReceivable, work: Work) -> dict[str, Any]:
    """Takes the same Reference twice: that posts twice. Amount signed by its type (CR5)."""
    tables = erp.tables
    location_of(tables, request.business_unit)
    if not request.amount:
        raise Refusal(422, "INVALID_AMOUNT", "expected an Amount above zero")
    period = posting_period(tables, request.accounting_date, work.caller)
    journal = book_receivable(
        tables,
        Journal(
            request.business_unit,
            request.accounting_date,
            request.entry_type,
            request.reference,
            (),
        ),
        request.amount,
    )
    work.effect(
        Effect(
            "erp.receivable",
            request.reference,
            amount_minor=request.amount,
            facility=request.business_unit,
            period=period,
            facts={"type": request.entry_type},
        )
    )
    return {"JournalNumber": journal_number(journal), "Amount": amount_text(request.amount)}


def book_receivable(tables: Tables, head: Journal, amount_minor: int) -> int:
    """Posts a movement whose type is the journal's category; returns the journal's place."""
    type_ = head.category
    minor = amount_minor if type_ in INCREASES else -amount_minor
    place = tables.ledger.post(head._replace(lines=lines_of(type_, minor)))
    receivable = Receivable(head.reference, type_, place, minor)
    tables.receivables.add(receivable, head.business_unit, head.period)
    return place


def find_receivables(erp: HasTables, request: FindReceivables, _work: Work) -> dict[str, Any]:
    journals = erp.tables.ledger.journals
    found = erp.tables.receivables.by_reference.get(request.reference, ())
    return page(found, request, lambda entry: _view(entry, journals[entry.journal - 1]))


def get_receivable_roll(erp: HasTables, request: GetReceivableRoll, _work: Work) -> dict[str, Any]:
    """Opening + charges − contractual − payments − write-offs + refunds = closing (CR5)."""
    location_of(erp.tables, request.business_unit)
    opening_minor, moved = 0, {}
    for (unit, period), rolled in erp.tables.receivables.rolled.items():
        if unit == request.business_unit and period < request.period_name:
            opening_minor += sum(rolled.values())
        elif (unit, period) == (request.business_unit, request.period_name):
            moved = rolled
    return {
        "BusinessUnit": request.business_unit,
        "PeriodName": request.period_name,
        "OpeningAmount": amount_text(opening_minor),
        "Lines": [
            {"EntryType": type_, "Amount": amount_text(minor)}
            for type_, minor in sorted(moved.items())
        ],
        "ClosingAmount": amount_text(opening_minor + sum(moved.values())),
    }


def _view(entry: Receivable, journal: Journal) -> dict[str, Any]:
    return {
        "JournalNumber": journal_number(entry.journal),
        "Reference": entry.reference,
        "EntryType": entry.type,
        "BusinessUnit": journal.business_unit,
        "AccountingDate": journal.accounting_date,
        "Amount": amount_text(abs(entry.amount_minor)),
    }


OPERATIONS = (
    Operation(
        name="post_receivable",
        method="POST",
        path="/receivables",
        scope="erp.receivables.write",
        request=PostReceivable,
        response=ReceivableResult,
        handler=post_receivable,
        key=("Reference",),
        summary="Posts a movement of patient accounts to the receivables control account.",
        status=201,
    ),
    Operation(
        name="find_receivables",
        method="GET",
        path="/receivables",
        scope="erp.receivables.read",
        request=FindReceivables,
        response=Page[ReceivableView],
        handler=find_receivables,
        key=("Reference",),
        summary="Movements of a reference; more than one is possible.",
    ),
    Operation(
        name="get_receivable_roll",
        method="GET",
        path="/receivableRolls",
        scope="erp.receivables.read",
        request=GetReceivableRoll,
        response=ReceivableRollView,
        handler=get_receivable_roll,
        key=("BusinessUnit", "PeriodName"),
        summary="Roll-forward of patient receivables over one period.",
    ),
)
