"""Conditions of what the back offices feed (S01, S18, S21): batches, budgets, projects, assets."""

from __future__ import annotations

from collections import Counter

from mock_systems.erp.accounts import (
    ACCUMULATED_DEPRECIATION,
    CONSTRUCTION_IN_PROGRESS,
    DEPRECIATION,
    FIXED_ASSETS,
)
from mock_systems.erp.projects import CAPITALISED
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K130", "An imported batch posted its total, each journal in one batch", "P16", "RA6")
def batches_are_posted(books: Books) -> Unequals:
    journals = books.erp.tables.ledger.journals
    batches = books.erp.journal_batches()
    for batch in batches:
        posted_minor = sum(
            minor for place in batch.journals for _, _, minor in _lines(books, place) if minor > 0
        )
        if posted_minor != batch.debit_minor:
            key = f"{batch.source}/{batch.number}"
            yield Unequal(key, batch.debit_minor, posted_minor, "cents")
    yield from once((place for batch in batches for place in batch.journals), "batches")
    named = [
        (batch.source, journals[place - 1].reference)
        for batch in batches
        for place in batch.journals
        if place <= len(journals)
    ]
    yield from once(named, "journals")


@condition("K133", "A budget grants what the last version of its file says", "P17")
def budgets_are_of_the_file(books: Books) -> Unequals:
    budgets = books.erp.tables.budgets
    for name, loaded in budgets.loaded.items():
        yield from compare({name: budgets.versions[name]}, {name: loaded.version}, "as version")
        total_minor = sum(loaded.amounts.values())
        yield from compare({name: loaded.control_minor}, {name: total_minor}, "cents in all")
        for (center, period), minor in loaded.amounts.items():
            found_minor = budgets.imported.get((center, period), 0)
            if found_minor != minor:
                yield Unequal(f"{name} {center}/{period}", minor, found_minor, "cents")


@condition("K134", "A finished project is one asset at its cost, the others are under way", "P18")
def projects_are_capitalised(books: Books) -> Unequals:
    projects = books.erp.projects()
    built = Counter(asset.project for asset in books.erp.assets().values() if asset.project)
    finished = {number: 1 for number, one in projects.items() if one.status == CAPITALISED}
    yield from compare(finished, built, "assets")
    for asset in books.erp.assets().values():
        project = projects.get(asset.project)
        if project is not None and project.cost_minor != asset.cost_minor:
            yield Unequal(asset.number, project.cost_minor, asset.cost_minor, "cents")
    under_way = tally(
        (project.business_unit, project.cost_minor)
        for project in projects.values()
        if project.status != CAPITALISED
    )
    found = books.erp.balance_of(CONSTRUCTION_IN_PROGRESS)
    yield from compare(under_way, found, "cents in construction")


@condition("K136", "Assets stand at cost less what was written off, month by month", "P16", "P18")
def assets_are_written_off(books: Books) -> Unequals:
    assets = books.erp.assets().values()
    cost = tally((asset.business_unit, asset.cost_minor) for asset in assets)
    yield from compare(cost, books.erp.balance_of(FIXED_ASSETS), "cents at cost")
    taken = tally((asset.business_unit, -asset.accumulated_minor) for asset in assets)
    yield from compare(taken, books.erp.balance_of(ACCUMULATED_DEPRECIATION), "cents written off")
    months = [
        (journal.reference, journal.business_unit)
        for journal in books.erp.journals_of("DEPRECIATION")
        if any(account == DEPRECIATION for account, _, _ in journal.lines)
    ]
    yield from once(months, "depreciations")


def _lines(books: Books, place: int) -> tuple[tuple[str, str, int], ...]:
    """The lines of the journal at a place, none where there is no journal."""
    journals = books.erp.tables.ledger.journals
    return journals[place - 1].lines if place <= len(journals) else ()
