"""One item in full: serial tracking, NDC, dispensing unit, lots with owner and recall."""

from __future__ import annotations

from itertools import islice
from typing import Any

from mock_systems.inventory.documents import Item
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.wire import Code, Message, Page
from mock_systems.service import Operation, Refusal, Work


class GetItemRequest(Message):
    """Which item."""

    item_id: Code


class GetSerialRequest(Message):
    """Which unit of which item."""

    item_id: Code
    serial: Code


class ItemDetailAnswer(Message):
    """An item; `dispensing_factor` dispensing units make one each, 0 for what is no drug."""

    item_id: str
    erp_item_number: str
    description: str
    lot_tracked: bool
    serial_tracked: bool
    implant: bool
    base_uom: str
    purchase_uom: str
    factor: int
    ndc: str
    dispensing_uom: str
    dispensing_factor: int
    consigned_lots: dict[str, str]
    recalled_lots: dict[str, str]


class SerialAnswer(Message):
    """Where a unit stands; `location` is "" once the document `taken_by` took it."""

    item_id: str
    serial: str
    lot: str
    expiry: str
    location: str
    taken_by: str


class PharmacyItemsAnswer(Message):
    """One page of drugs, by NDC in order of loading."""

    items: list[ItemDetailAnswer]
    has_more: bool


def get_item(system: HasTables, request: GetItemRequest, work: Work) -> dict[str, Any]:
    """Reads one item in full."""
    del work
    return _wire(system.tables.item(request.item_id))


def get_serial(system: HasTables, request: GetSerialRequest, work: Work) -> dict[str, Any]:
    """Reads where one unit stands."""
    del work
    item = system.tables.item(request.item_id)
    unit = item.serials.get(request.serial)
    if unit is None:
        raise Refusal(404, "UNKNOWN_SERIAL", f"{item.item_id} has no unit {request.serial!r}")
    return {
        "item_id": item.item_id,
        "serial": request.serial,
        "lot": unit.lot,
        "expiry": item.expiries.get(unit.lot, ""),
        "location": unit.shelf.location.code if unit.shelf else "",
        "taken_by": unit.taken_by,
    }


def list_pharmacy_items(system: HasTables, request: Page, work: Work) -> dict[str, Any]:
    """Lists the drugs."""
    del work
    drugs = system.tables.item_of_ndc
    end = request.offset + request.limit
    page = [_wire(item) for item in islice(drugs.values(), request.offset, end)]
    return {"items": page, "has_more": end < len(drugs)}


def _wire(item: Item) -> dict[str, Any]:
    return {
        "item_id": item.item_id,
        "erp_item_number": item.erp_item_number,
        "description": item.description,
        "lot_tracked": item.lot_tracked,
        "serial_tracked": item.serial_tracked,
        "implant": item.implant,
        "base_uom": "EA",
        "purchase_uom": item.purchase_uom,
        "factor": item.factor,
        "ndc": item.ndc,
        "dispensing_uom": item.dispensing_uom,
        "dispensing_factor": item.dispensing_factor,
        "consigned_lots": dict(item.owners),
        "recalled_lots": dict(item.recalls),
    }


DECLARED = (
    Operation(
        name="get_item",
        method="GET",
        path="/items/{item_id}",
        scope="inventory.items.read",
        request=GetItemRequest,
        response=ItemDetailAnswer,
        handler=get_item,
        key=("item_id",),
        summary="Reads one item in full",
    ),
    Operation(
        name="get_serial",
        method="GET",
        path="/items/{item_id}/serials/{serial}",
        scope="inventory.items.read",
        request=GetSerialRequest,
        response=SerialAnswer,
        handler=get_serial,
        key=("item_id", "serial"),
        summary="Reads where one serial-tracked unit stands",
    ),
    Operation(
        name="list_pharmacy_items",
        method="GET",
        path="/pharmacy-items",
        scope="inventory.items.read",
        request=Page,
        response=PharmacyItemsAnswer,
        handler=list_pharmacy_items,
        summary="Lists the items that have an NDC",
    ),
)
