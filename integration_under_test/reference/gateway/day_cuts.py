"""Reads what a day's cut holds, page by page: for the writes of P19.

The lists are read again for each hospital: a cut never changes, and a night has time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from integration_under_test.reference.exceptions import Unsendable
from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.mediation.analytics import dimensions
from integration_under_test.reference.mediation.analytics.dimensions import NewMembers
from integration_under_test.reference.mediation.billing import cut_charges
from integration_under_test.reference.mediation.canonical.facts import DayCut, Fact
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.erp import postings
from integration_under_test.reference.mediation.inventory import cut_usages
from integration_under_test.reference.mediation.master_data.lists import PAGE_ROWS
from integration_under_test.reference.mediation.masters import PAGING


class Book(NamedTuple):
    """Where a table comes from: a system's list of a day, and the facts in a row of it."""

    system: str
    operation: str
    ask: Callable[[str], Body]
    read: Callable[[Mapping[str, Any]], Iterator[Fact]]


BOOKS: Mapping[str, Book] = {
    "journal": Book("erp", "list_postings", postings.ask, postings.read),
    "charge": Book("billing", "list_cut_charges", cut_charges.ask, cut_charges.read),
    "usage": Book("inventory", "list_cut_usages", cut_usages.ask, cut_usages.read),
}


async def facts_of_facility(cut: DayCut, enquiry: Enquiry) -> list[Fact]:
    """The facts of a cut's own facility. Raises UnknownCode for a facility that no master knows,
    Unsendable for one that nobody loads because it was not known yet when the day was cut."""
    found = []
    for fact in await _facts(cut, enquiry):
        gln = enquiry.crosswalk.facility(fact.facility).gln
        if gln not in cut.glns:
            raise Unsendable(f"{fact.facility} is new on {cut.day}; load its {cut.table} by hand")
        if gln == cut.gln:
            found.append(fact)
    return found


async def new_members(cut: DayCut, enquiry: Enquiry) -> NewMembers | None:
    """Which keys the warehouse must learn before it takes a day; None if it knows all."""
    dimension = dimensions.DIMENSIONS[cut.table]
    used = dimensions.keys_of(dimension, await _facts(cut, enquiry))
    new = used - await _members(dimension, enquiry)
    return NewMembers(dimension, tuple(sorted(new))) if new else None


async def _facts(cut: DayCut, enquiry: Enquiry) -> list[Fact]:
    book = BOOKS[cut.table]
    paging = PAGING[book.system]
    facts: list[Fact] = []
    offset, more = 0, True
    while more:
        page = {paging.limit: PAGE_ROWS, paging.offset: offset}
        answer = await enquiry.call(book.system, book.operation, {**book.ask(cut.day), **page})
        rows = answer["items"]
        facts += (fact for row in rows for fact in book.read(row))
        offset += len(rows)
        more = answer[paging.more] and bool(rows)
    return facts


async def _members(dimension: str, enquiry: Enquiry) -> set[str]:
    found: set[str] = set()
    offset: int | None = 0
    while offset is not None:
        ask = dimensions.ask(dimension, offset)
        answer = await enquiry.call("analytics", "list_dimension", ask)
        found.update(row["key"] for row in answer["rows"])
        offset = answer["next_offset"]
    return found
