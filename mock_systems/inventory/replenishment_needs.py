"""What a replenishment shall contain, for each of the four reasons to make one (P11).

Decisions only: nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mock_systems.inventory.documents import Facility, Shelf
from mock_systems.inventory.tables import Tables


class Wanted(NamedTuple):
    """Eaches that a shelf needs by a day; the day is "" when there is none."""

    shelf: Shelf
    quantity: int
    needed_on: str = ""


def below_par(facility: Facility) -> Iterator[Wanted]:
    """Every shelf below par that nothing is on its way to: what it is short, at least its
    reorder quantity."""
    for shelf in facility.below_par:
        short = shelf.par_qty - shelf.on_hand
        if not shelf.replenishment:
            yield Wanted(shelf, max(short, shelf.reorder_qty))


def consumed(facility: Facility) -> Iterator[Wanted]:
    """What was used since the last replenishment by consumption."""
    for shelf, quantity in facility.consumed.items():
        yield Wanted(shelf, quantity)


def scheduled(tables: Tables, facility: Facility, until: str) -> Iterator[Wanted]:
    """What the procedures up to a day will take beyond what their shelves hold."""
    needs: dict[tuple[str, str], int] = {}
    first_day: dict[tuple[str, str], str] = {}
    shelves: dict[tuple[str, str], Shelf] = {}
    for procedure in tables.procedures.get(facility.code, {}).values():
        if procedure.scheduled_on > until:
            continue
        for item, quantity in procedure.needs:
            key = (procedure.location.code, item.item_id)
            shelves[key] = tables.look_at(procedure.location, item.item_id)
            needs[key] = needs.get(key, 0) + quantity
            first_day[key] = min(first_day.get(key, until), procedure.scheduled_on)
    for key, shelf in shelves.items():
        missing = needs[key] - shelf.on_hand
        if missing > 0:
            yield Wanted(shelf, missing, first_day[key])


def purchase_units(wanted: Wanted) -> int:
    """The whole purchase units that cover the eaches."""
    return -(-wanted.quantity // wanted.shelf.item.factor)
