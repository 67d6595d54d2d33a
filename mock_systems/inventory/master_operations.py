"""Lists of the inventory application's masters, from which an integration builds its crosswalk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, TypeVar

from mock_systems.inventory.documents import Item, Location
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.wire import Message, Page
from mock_systems.service import Work

Master = TypeVar("Master")


class ItemAnswer(Message):
    """An item; `factor` eaches make one `purchase_uom`."""

    item_id: str
    erp_item_number: str
    description: str
    lot_tracked: bool
    implant: bool
    base_uom: str
    purchase_uom: str
    factor: int


class LocationAnswer(Message):
    """A stock room; `gln` is its facility's, `instance` there for departmental ones only."""

    facility: str
    location: str
    department: str
    cost_center: str
    gln: str
    time_zone: str
    instance: str = ""


class ItemsAnswer(Message):
    """One page of items."""

    items: list[ItemAnswer]
    has_more: bool


class LocationsAnswer(Message):
    """One page of locations."""

    items: list[LocationAnswer]
    has_more: bool


def list_items(system: HasTables, request: Page, work: Work) -> dict[str, Any]:
    """Lists the item master."""
    del work
    return _page(system.tables.items, request, _item)


def list_locations(system: HasTables, request: Page, work: Work) -> dict[str, Any]:
    """Lists the stock rooms of all facilities."""
    del work
    return _page(system.tables.locations, request, _location)


def _page(
    table: Mapping[str, Master], request: Page, wire: Callable[[Master], dict[str, Any]]
) -> dict[str, Any]:
    end = request.offset + request.limit
    rows = [wire(row) for row in islice(table.values(), request.offset, end)]
    return {"items": rows, "has_more": end < len(table)}


def _item(item: Item) -> dict[str, Any]:
    return {
        "item_id": item.item_id,
        "erp_item_number": item.erp_item_number,
        "description": item.description,
        "lot_tracked": item.lot_tracked,
        "implant": item.implant,
        "base_uom": "EA",
        "purchase_uom": item.purchase_uom,
        "factor": item.factor,
    }


def _location(location: Location) -> dict[str, Any]:
    wire = {
        "facility": location.facility.code,
        "location": location.code,
        "department": location.department,
        "cost_center": location.cost_center,
        "gln": location.facility.gln,
        "time_zone": location.facility.time_zone,
    }
    if location.instance:
        wire["instance"] = location.instance
    return wire
