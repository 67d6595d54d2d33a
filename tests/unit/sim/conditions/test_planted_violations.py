"""Every condition holds on a clean month end, and fails on a violation planted for it."""

from __future__ import annotations

import pytest

from sim.conditions import CONDITIONS, Condition, conditions
from tests.unit.sim.conditions import (
    planted_acquisition,
    planted_analytics,
    planted_care,
    planted_charges,
    planted_claims,
    planted_ledger,
    planted_masters,
    planted_money,
    planted_orders,
    planted_payables,
    planted_replenishment,
    planted_stock,
    planted_substitutions,
)
from tests.unit.sim.conditions.at_rest import copy_of, pickled

PLANTED = {
    **planted_acquisition.PLANTED,
    **planted_analytics.PLANTED,
    **planted_ledger.PLANTED,
    **planted_masters.PLANTED,
    **planted_money.PLANTED,
    **planted_orders.PLANTED,
    **planted_payables.PLANTED,
    **planted_replenishment.PLANTED,
    **planted_stock.PLANTED,
    **planted_substitutions.PLANTED,
    **planted_care.PLANTED,
    **planted_charges.PLANTED,
    **planted_claims.PLANTED,
}


def test_every_condition_has_its_planted_violation() -> None:
    assert sorted(PLANTED) == sorted(CONDITIONS)


def test_all_conditions_hold_on_a_clean_month_end(kept_books: bytes) -> None:
    books = copy_of(kept_books)
    assert [str(found) for each in conditions() for found in each.differences(books)] == []


@pytest.mark.parametrize("condition", conditions(), ids=lambda condition: condition.id)
def test_a_planted_violation_is_found_and_named(condition: Condition, kept_books: bytes) -> None:
    books = copy_of(kept_books)
    words = PLANTED[condition.id](books)
    sentences = [str(found) for found in condition.differences(books)]
    assert any(words in sentence for sentence in sentences), (words, sentences[:5])
    assert all(s.startswith(f"{condition.id} {condition.title}; ") for s in sentences)


def test_reading_the_books_changes_no_table(kept_books: bytes) -> None:
    books = copy_of(kept_books)
    tables = (
        *(books.erp.tables, books.inventory.tables, books.billing.tables),
        *(books.procurement.documents, books.contracts.documents),
    )
    before = [pickled(each) for each in tables]
    for condition in conditions():
        assert not list(condition.differences(books))
    assert [pickled(each) for each in tables] == before
