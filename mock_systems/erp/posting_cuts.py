"""The ledger's daily extract (S01): what was posted since the last cut, by business unit (P19).

A cut is made once a day by whoever needs the books as of an instant; its journals can then be
listed for as long as anybody likes.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from mock_systems.erp.ledger import Journal, journal_number
from mock_systems.erp.money import amount_text
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import BusinessDate, Page, PagedRequest, WireModel, page
from mock_systems.service import Effect, Operation, Work


class CutPostings(WireModel):
    posting_day: BusinessDate


class CutView(WireModel):
    posting_day: str
    journals: int


class ListPostings(PagedRequest):
    posting_day: BusinessDate


class PostingLine(WireModel):
    """A debit is positive, a credit negative."""

    account: str
    cost_center: str
    amount: str


class PostingView(WireModel):
    journal_number: str
    business_unit: str
    accounting_date: str
    category: str
    reference: str
    lines: list[PostingLine]


def cut_postings(erp: HasTables, request: CutPostings, work: Work) -> dict[str, Any]:
    """Tells for each business unit how many lines were posted, with the sum of their debits."""
    tables = erp.tables
    journals = tables.ledger.journals
    cut = tables.posting_cuts.make(request.posting_day, len(journals))
    debits: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for journal in journals.at(cut):
        lines[journal.business_unit] += len(journal.lines)
        debits[journal.business_unit] += sum(line[2] for line in journal.lines if line[2] > 0)
    for unit in sorted(lines):
        gln = tables.locations[unit].gln
        work.effect(
            Effect(
                "erp.day_cut",
                f"erp/journal/{gln}/{request.posting_day}",
                amount_minor=debits[unit],
                quantity=lines[unit],
                facility=unit,
            )
        )
    answer = {"PostingDay": request.posting_day, "Journals": len(cut)}
    work.emit("erp.postings.cut", request.posting_day, answer)
    return answer


def list_postings(erp: HasTables, request: ListPostings, _work: Work) -> dict[str, Any]:
    """The journals of a day's cut in the order in which they were posted."""
    cut = erp.tables.posting_cuts.of(request.posting_day)
    journals = erp.tables.ledger.journals
    return page(cut, request, lambda place: _view(place + 1, journals[place]))


def _view(number: int, journal: Journal) -> dict[str, Any]:
    return {
        "JournalNumber": journal_number(number),
        "BusinessUnit": journal.business_unit,
        "AccountingDate": journal.accounting_date,
        "Category": journal.category,
        "Reference": journal.reference,
        "Lines": [
            {"Account": account, "CostCenter": center, "Amount": amount_text(minor)}
            for account, center, minor in journal.lines
        ],
    }


OPERATIONS = (
    Operation(
        name="cut_postings",
        method="POST",
        path="/postingCuts",
        scope="erp.postings.write",
        request=CutPostings,
        response=CutView,
        handler=cut_postings,
        key=("PostingDay",),
        summary="Ends a day of postings for the daily extract.",
        status=201,
    ),
    Operation(
        name="list_postings",
        method="GET",
        path="/postingCuts/{PostingDay}/journals",
        scope="erp.postings.read",
        request=ListPostings,
        response=Page[PostingView],
        handler=list_postings,
        key=("PostingDay",),
        summary="Journals of one day's cut, with their lines.",
    ),
)
