"""K117: a charge moved out of a closed month is right on the first of the next, and only there."""

from __future__ import annotations

import pytest

from sim.conditions.books import Books
from sim.conditions.care import charges_are_within_stays
from tests.unit.sim.conditions.at_rest import copy_of

ENDED = "20260429"
"""In the month that is closed."""


def _differences(kept_books: bytes, day: str, ended: str = ENDED) -> int:
    books: Books = copy_of(kept_books)
    charge = next(iter(books.billing.charges()))
    charge.source_reference, charge.service_date = "EHR/T000000001", day
    charge.encounter.admitted_on, charge.encounter.discharged_on = "20260401", ended
    books.billing.tables.charges.put(charge)
    return len(list(charges_are_within_stays.differences(books)))


@pytest.mark.parametrize("day", [ENDED, "20260501"])
def test_a_charge_is_of_the_stay_or_of_the_first_open_day(kept_books: bytes, day: str) -> None:
    assert not _differences(kept_books, day)


@pytest.mark.parametrize(
    ("day", "ended"),
    [("20260430", ENDED), ("20260502", ENDED), ("20260601", ENDED), ("20260601", "20260502")],
)
def test_any_other_day_after_the_stay_is_found(kept_books: bytes, day: str, ended: str) -> None:
    assert _differences(kept_books, day, ended) == 1
