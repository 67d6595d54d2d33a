"""What the central warehouse has, and what it sends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InboundLine:
    """One lot on its way to a store; quantity in EA."""

    shipment: str
    line: int
    to_location: str
    item: str
    quantity_ea: int
    lot: str
    expires_on: str

    @property
    def reference(self) -> str:
        return f"{self.shipment}/{self.line}"


@dataclass(frozen=True, slots=True)
class StockedItem:
    """What all bins hold of an item, by the warehouse's own number (SKU)."""

    sku: str
    quantity_ea: int


@dataclass(frozen=True, slots=True)
class WarehouseStock:
    """The whole stock at the end of a day; `reference` is the file that said so."""

    reference: str
    as_of: str
    items: tuple[StockedItem, ...]
