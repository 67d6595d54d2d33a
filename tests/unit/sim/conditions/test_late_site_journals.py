"""K141: a site's journal that came too late for its month is right in the next open one, and only
there; one that was moved though its month was open is found."""

from __future__ import annotations

import pytest

from mock_systems.erp.ledger import Journal
from mock_systems.erp.site_crosswalk import SITE_JOURNAL
from mock_systems.legacy_erp.documents import Summary
from sim.conditions.acquisition import summaries_are_posted
from sim.conditions.books import Books
from tests.unit.sim.conditions.at_rest import copy_of

REFERENCE, NIGHT, CLOSED_MONTH = "CLINIC1-000001", "20260421", "2026-04"


def _differences(books: Books) -> list[str]:
    return [str(found) for found in summaries_are_posted.differences(books)]


@pytest.fixture
def books(kept_books: bytes) -> Books:
    """April is closed, and a night of it is summed."""
    books = copy_of(kept_books)
    site = books.group.acquired[0]
    summary = Summary(REFERENCE, site.code, NIGHT, (("2000", -100), ("5000", 100)))
    books.sites.legacy.batches.append((summary,))
    return books


def _post(books: Books, day: str) -> None:
    site = books.group.acquired[0]
    chart = {account.number: account.account for account in site.accounts}
    lines = ((chart["2000"], "", -100), (chart["5000"], "", 100))
    unit = books.group.facility(site.facility).business_unit
    books.erp.tables.ledger.post(Journal(unit, day, SITE_JOURNAL, REFERENCE, lines))


def test_a_journal_after_the_close_of_its_month_belongs_to_the_next(books: Books) -> None:
    _post(books, "2026-05-01")
    assert _differences(books) == []


def test_a_journal_moved_though_its_month_was_open_is_found(books: Books) -> None:
    _post(books, "2026-05-01")
    april = books.erp.tables.periods[CLOSED_MONTH]
    april.closed_after = len(books.erp.tables.ledger.journals)
    found = _differences(books)
    assert len(found) == 4
    assert any(f"{REFERENCE}" in each and "/2026-04/" in each for each in found)


@pytest.mark.parametrize("day", ["2026-04-21", "2026-06-01"])
def test_a_late_journal_in_any_other_month_is_found(books: Books, day: str) -> None:
    _post(books, day)
    assert len(_differences(books)) == 4
