"""Conditions between the books (S01, S04, S05) and the analytics warehouse (S17).

They compare what the data office's cuts ended; without cuts both sides are empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mock_systems.erp.ledger import Journal
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once_of_many, tally
from sim.conditions.condition import Unequals, condition


@condition("K145", "The warehouse's journal lines add up to the ledger's by account", "P19")
def journals_are_loaded(books: Books) -> Unequals:
    glns = {place.business_unit: place.gln for place in books.erp.tables.locations.values()}
    yield from compare(
        tally((glns[j.business_unit], len(j.lines)) for j in _cut_journals(books)),
        tally((fact.facility, 1) for fact in books.analytics.facts("journal")),
        "lines",
    )
    yield from compare(
        tally(
            ((glns[j.business_unit], account), minor)
            for j in _cut_journals(books)
            for account, _, minor in j.lines
        ),
        tally(((f.facility, f.account), f.amount_cents) for f in books.analytics.facts("journal")),
        "cents",
    )


@condition("K146", "The warehouse's charges add up to billing's by hospital", "P19")
def charges_are_loaded(books: Books) -> Unequals:
    tables = books.billing.tables
    cut = range(tables.charge_cuts.reached)
    yield from compare(
        tally((charge.encounter.facility.gln, 1) for charge in tables.charges.at(cut)),
        tally((fact.facility, 1) for fact in books.analytics.facts("charge")),
        "charges",
    )
    yield from compare(
        tally((c.encounter.facility.gln, c.amount_cents) for c in tables.charges.at(cut)),
        tally((fact.facility, fact.amount_cents) for fact in books.analytics.facts("charge")),
        "cents",
    )


@condition("K147", "The warehouse's usages are the inventory's by hospital and item", "P19")
def usages_are_loaded(books: Books) -> Unequals:
    tables = books.inventory.tables
    usages = tables.usages.at(range(tables.usage_cuts.reached))
    yield from compare(
        tally(
            ((u.shelf.location.facility.gln, u.shelf.item.erp_item_number), u.qty) for u in usages
        ),
        tally(((f.facility, f.item), f.quantity) for f in books.analytics.facts("usage")),
        "EA",
    )


@condition("K148", "No transaction is in the warehouse twice", "P19")
def transactions_are_loaded_once(books: Books) -> Unequals:
    for table in ("journal", "charge", "usage"):
        yield from once_of_many(partial(_ids, books, table), "rows")


def _ids(books: Books, table: str) -> Iterator[str]:
    return (f"{table} {fact.transaction_id}" for fact in books.analytics.facts(table))


def _cut_journals(books: Books) -> Iterator[Journal]:
    tables = books.erp.tables
    return tables.ledger.journals.at(range(tables.posting_cuts.reached))
