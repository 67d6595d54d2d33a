"""Conditions of care as the EHR tells it (S11, S05): stays, what was charged within them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from mock_systems.billing.documents import CLOSED
from sim.conditions.books import Books
from sim.conditions.condition import Unequal, Unequals, condition

EHR = "EHR/"
"""How the EHR's charges are referred to; a charge may have another origin."""


@condition("K117", "What the EHR charges was rendered within the stay, which was not turned", "P10")
def charges_are_within_stays(books: Books) -> Unequals:
    """What came after its month was closed is charged on the first of the next."""
    closed = {period.name for period in books.billing.periods() if period.status == CLOSED}
    for charge in books.billing.charges():
        ended, day = charge.encounter.discharged_on, charge.service_date
        if not charge.source_reference.startswith(EHR) or not ended or day <= ended:
            continue
        if not _was_moved(ended, day, closed):
            yield Unequal(charge.charge_id, f"{ended} or earlier", day, "service date")
    for encounter in books.billing.encounters().values():
        if encounter.discharged_on and encounter.discharged_on < encounter.admitted_on:
            expected = f"{encounter.admitted_on} or later"
            yield Unequal(
                encounter.encounter_id, expected, encounter.discharged_on, "day of discharge"
            )


def _was_moved(ended: str, day: str, closed: Collection[str]) -> bool:
    """Whether a day is a month's first, and every month since the end of the stay is closed."""
    month = date(int(ended[:4]), int(ended[4:6]), 1)
    while f"{month:%Y-%m}" in closed:
        month = (month + timedelta(days=31)).replace(day=1)
        if f"{month:%Y%m%d}" == day:
            return True
    return False
