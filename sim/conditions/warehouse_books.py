"""The books of the central warehouse (S19), in eaches; empty where it takes no part."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mock_systems.warehouse.documents import (
    Documents,
    Item,
    PickLine,
    PickOrder,
    Shipment,
    ShippedLine,
)


@dataclass(frozen=True)
class WarehouseBooks:
    """Reads; nothing here changes a document."""

    documents: Documents

    def items(self) -> Collection[Item]:
        return self.documents.items.values()

    def pick_orders(self) -> Collection[PickOrder]:
        return self.documents.pick_orders.values()

    def pick_lines(self) -> Iterator[tuple[PickOrder, PickLine]]:
        return ((order, line) for order in self.pick_orders() for line in order.lines)

    def shipped_lines(self) -> Iterator[tuple[Shipment, ShippedLine]]:
        shipments = self.documents.shipments.values()
        return ((shipment, line) for shipment in shipments for line in shipment.lines)
