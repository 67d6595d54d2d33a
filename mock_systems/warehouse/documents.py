"""The documents of the warehouse (S19), with the look-ups that refuse what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from mock_systems.service import Refusal

OPEN, RELEASED, PICKED, SHIPPED, CLOSED = "OPEN", "RELEASED", "PICKED", "SHIPPED", "CLOSED"


class ShipTo(NamedTuple):
    """A hospital's dock by its GLN."""

    gln: str
    name: str
    zone: ZoneInfo


@dataclass(slots=True)
class BinLot:
    """What a bin holds of one lot of an item, in eaches."""

    bin: str
    lot: str
    expires_on: date
    on_hand: int


@dataclass(slots=True)
class Item:
    """An item under the warehouse's own SKU; `received` and `shipped` count eaches for ever."""

    sku: str
    part_number: str
    text: str
    bins: list[BinLot] = field(default_factory=list)
    received: int = 0
    shipped: int = 0

    @property
    def on_hand(self) -> int:
        return sum(held.on_hand for held in self.bins)


class Pick(NamedTuple):
    """What was taken from one bin for a line."""

    bin: str
    lot: str
    expires_on: date
    quantity: int


@dataclass(slots=True)
class PickLine:
    """What is wanted of one item; `picks` is None until somebody came back from the bins."""

    line: int
    sku: str
    ordered: int
    picks: tuple[Pick, ...] | None = None

    @property
    def picked(self) -> int:
        return sum(pick.quantity for pick in self.picks or ())


@dataclass(slots=True)
class PickOrder:
    """OPEN -> RELEASED in a wave -> PICKED -> SHIPPED, or CLOSED when nothing was found."""

    number: str
    source_ref: str
    ship_to: str
    deliver_to: str
    priority: str
    expected_on: date
    lines: tuple[PickLine, ...]
    status: str = OPEN
    wave: str = ""


class ShippedLine(NamedTuple):
    """One lot of a shipment."""

    line: int
    pick_line: int
    sku: str
    lot: str
    expires_on: date
    quantity: int


class Shipment(NamedTuple):
    """A handling unit under its SSCC."""

    number: str
    sscc: str
    pick_order: str
    lines: tuple[ShippedLine, ...]


class Documents:
    """The state of one warehouse."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.ship_tos: dict[str, ShipTo] = {}
        self.pick_orders: dict[str, PickOrder] = {}
        self.by_source: dict[str, tuple[PickOrder, ...]] = {}
        self.shipments: dict[str, Shipment] = {}
        self.waves = 0
        self.stock_files = 0

    def item(self, sku: str) -> Item:
        item = self.items.get(sku)
        if item is None:
            raise Refusal(422, "WH-104", f"SKU {sku} is not kept here; see list_items")
        return item

    def ship_to(self, gln: str) -> ShipTo:
        found = self.ship_tos.get(gln)
        if found is None:
            raise Refusal(422, "WH-110", f"no dock with GLN {gln}; expected one of the group's")
        return found

    def pick_order(self, number: str) -> PickOrder:
        order = self.pick_orders.get(number)
        if order is None:
            raise Refusal(404, "WH-120", f"no pick order {number}; see find_pick_orders")
        return order

    def shipment(self, number: str) -> Shipment:
        found = self.shipments.get(number)
        if found is None:
            raise Refusal(404, "WH-130", f"no shipment {number}")
        return found

    def waiting(self) -> Iterator[PickOrder]:
        """The orders for the next wave: urgent ones first, then as they came."""
        ready = [order for order in self.pick_orders.values() if order.status == OPEN]
        return iter(sorted(ready, key=lambda order: order.priority != "U"))


class HasDocuments(Protocol):
    """What a handler needs of its system."""

    documents: Documents
