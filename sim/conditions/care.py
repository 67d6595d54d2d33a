"""Conditions of care as the EHR tells it (S11, S05): stays, what was charged within them."""

from __future__ import annotations

from sim.conditions.books import Books
from sim.conditions.condition import Unequal, Unequals, condition

EHR = "EHR/"
"""How the EHR's charges are referred to; a charge may have another origin."""


@condition("K117", "What the EHR charges was rendered within the stay, which was not turned", "P10")
def charges_are_within_stays(books: Books) -> Unequals:
    for charge in books.billing.charges():
        ended, day = charge.encounter.discharged_on, charge.service_date
        if charge.source_reference.startswith(EHR) and ended and day > ended:
            yield Unequal(charge.charge_id, f"{ended} or earlier", day, "service date")
    for encounter in books.billing.encounters().values():
        if encounter.discharged_on and encounter.discharged_on < encounter.admitted_on:
            expected = f"{encounter.admitted_on} or later"
            yield Unequal(
                encounter.encounter_id, expected, encounter.discharged_on, "day of discharge"
            )
