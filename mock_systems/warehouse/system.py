"""The mock warehouse system (S19): its state, its books, its error shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from mock_systems.service import BookEntry, Operation, Refusal, System
from mock_systems.service.ports import Clock, Publisher, Recorder
from mock_systems.warehouse import pick_operations, shipment_operations, stock_operations
from mock_systems.warehouse.documents import Documents, Item, ShipTo
from mock_systems.warehouse.places import places_of
from mock_systems.warehouse.wire import EACH, Code, Gln, Message, Sku


class ItemRow(Message):
    """An item that the warehouse may keep."""

    sku: Sku
    part_no: Code
    text: str


class ShipToRow(Message):
    """A hospital's dock."""

    gln: Gln
    name: str
    time_zone: str


class Warehouse(System):
    """One central warehouse for all hospitals; it opens empty, goods come in by receipts."""

    id: ClassVar[str] = "S19"
    name: ClassVar[str] = "warehouse"
    title: ClassVar[str] = "Central warehouse system"
    operations: ClassVar[Mapping[str, Operation]] = {
        operation.name: operation
        for declared in (
            stock_operations.DECLARED,
            pick_operations.DECLARED,
            shipment_operations.DECLARED,
        )
        for operation in declared
    }

    def __init__(self, clock: Clock, recorder: Recorder, publisher: Publisher) -> None:
        super().__init__(clock, recorder, publisher)
        self.documents = Documents()

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes items or ship_tos."""
        if kind not in ("items", "ship_tos"):
            raise ValueError(f"warehouse loads items, ship_tos; got {kind!r}")
        for row in rows:
            if kind == "items":
                self._load_item(ItemRow.model_validate(row))
            else:
                read = ShipToRow.model_validate(row)
                self.documents.ship_tos[read.gln] = ShipTo(
                    read.gln, read.name, ZoneInfo(read.time_zone)
                )

    def books(self) -> Iterator[BookEntry]:
        """On hand by item, in eaches; what was never there has no entry."""
        for item in self.documents.items.values():
            if item.received:
                yield BookEntry("warehouse.on_hand", item.sku, quantity=item.on_hand, uom=EACH)

    def places(self, operation: Operation, members: Mapping[str, Any]) -> Iterable[str]:
        """GLNs."""
        return places_of(self.documents, members)

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """A return structure with type, number, text."""
        return {"RETURN": {"TYPE": "E", "NUMBER": refusal.code, "MESSAGE": refusal.message}}

    def _load_item(self, row: ItemRow) -> None:
        if row.sku in self.documents.items:
            raise ValueError(f"SKU {row.sku} is loaded already")
        self.documents.items[row.sku] = Item(row.sku, row.part_no, row.text)
