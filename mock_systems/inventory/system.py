"""The inventory application as one system (S04)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mock_systems.inventory import rules, stock
from mock_systems.inventory.documents import Location, LotStock, Shelf
from mock_systems.inventory.loading import load_row
from mock_systems.inventory.operations import OPERATIONS
from mock_systems.inventory.places import places_of
from mock_systems.inventory.tables import Tables
from mock_systems.service import BookEntry, Operation, Refusal, System
from mock_systems.service.ports import Clock, Publisher, Recorder


class Inventory(System):
    """Stock by location, item, lot, unit; what arrives, what is used, moved, counted, recalled."""

    id = "S04"
    name = "inventory"
    title = "Inventory application"
    operations = OPERATIONS

    def __init__(self, clock: Clock, recorder: Recorder, publisher: Publisher) -> None:
        super().__init__(clock, recorder, publisher)
        self.tables = Tables()

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes locations, items, stock, pars, periods or settings."""
        for row in rows:
            load_row(self.tables, kind, row)

    def books(self) -> Iterator[BookEntry]:
        """Every lot on hand, also on its way between locations; an emptied lot has no entry.

        Besides, the parts of it that are in transit, in quarantine, or a supplier's.
        """
        for location in self.tables.locations.values():
            yield from _on_hand(location)
        for lane in self.tables.lanes.values():
            for entry in _on_hand(lane):
                yield entry
                if entry.kind == "inventory.on_hand":
                    yield entry._replace(kind="inventory.in_transit")

    def places(self, operation: Operation, members: Mapping[str, Any]) -> Iterable[str]:
        """Facility codes."""
        return places_of(self.tables, members)

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """This vendor's error: a code with a message."""
        return {"code": refusal.code, "message": refusal.message}


def _on_hand(location: Location) -> Iterator[BookEntry]:
    for shelf in location.shelves.values():
        for held in shelf.lots:
            yield from _entries(shelf, held)
        for held in shelf.quarantined:
            yield from _entries(shelf, held)


def _entries(shelf: Shelf, held: LotStock) -> Iterator[BookEntry]:
    entry = BookEntry(
        kind="inventory.on_hand",
        key=stock.stock_key(shelf, held.lot),
        quantity=held.on_hand,
        uom=rules.EACH,
        facility=shelf.location.facility.code,
    )
    yield entry
    if held.quarantined:
        yield entry._replace(kind="inventory.quarantined")
    owner = shelf.item.owners.get(held.lot)
    if owner:
        yield entry._replace(kind="inventory.consigned", account=owner)
