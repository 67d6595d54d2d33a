"""How the ERP's items enter the inventory application, or change there (S04, P02).

An item gets a number of this application's own; whoever asks again by the ERP's number is told it.
A version that is not newer than the one on file changes nothing.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.inventory.documents import Item
from mock_systems.inventory.tables import HasTables, Tables
from mock_systems.inventory.wire import Code, Message, Quantity, Uom
from mock_systems.service import Effect, Operation, Refusal, Work


class PutItemRequest(Message):
    """`factor` eaches make one `purchase_uom`."""

    erp_item_number: Code
    description: str
    purchase_uom: Uom
    factor: Quantity
    lot_tracked: bool = False
    active: bool
    erp_version: int = Field(ge=1)


class PutItemAnswer(Message):
    """The item as it stands, under its own number."""

    item_id: str
    erp_item_number: str
    description: str
    purchase_uom: str
    factor: int
    active: bool
    erp_version: int


def put_item(system: HasTables, request: PutItemRequest, work: Work) -> dict[str, Any]:
    """Takes over an item of the ERP."""
    tables = system.tables
    item = _by_erp_number(tables, request.erp_item_number)
    if item is None:
        item = _added(tables, request)
    elif request.erp_version > item.erp_version:
        _change(item, request)
    else:
        return _wire(item)
    work.effect(
        Effect(
            "inventory.item",
            item.erp_item_number,
            quantity=item.factor,
            uom=f"{item.purchase_uom}/{item.factor}",
            version=item.erp_version,
            facts={"item_id": item.item_id, "active": item.active},
        )
    )
    return _wire(item)


def _by_erp_number(tables: Tables, erp_item_number: str) -> Item | None:
    found = (item for item in tables.items.values() if item.erp_item_number == erp_item_number)
    return next(found, None)


def _added(tables: Tables, request: PutItemRequest) -> Item:
    item = Item(
        item_id=tables.number("IT"),
        erp_item_number=request.erp_item_number,
        description=request.description,
        lot_tracked=request.lot_tracked,
        implant=False,
        purchase_uom=request.purchase_uom,
        factor=request.factor,
        active=request.active,
        erp_version=request.erp_version,
    )
    tables.items[item.item_id] = item
    return item


def _change(item: Item, request: PutItemRequest) -> None:
    """Stock is kept in eaches by this factor, so it stays what it is."""
    if (request.purchase_uom, request.factor) != (item.purchase_uom, item.factor):
        raise Refusal(
            422,
            "UOM_MISMATCH",
            f"{item.item_id} comes in {item.purchase_uom} of {item.factor}, got"
            f" {request.purchase_uom} of {request.factor}; another pack is another item",
        )
    item.description = request.description
    item.active = request.active
    item.erp_version = request.erp_version


def _wire(item: Item) -> dict[str, Any]:
    return {
        "item_id": item.item_id,
        "erp_item_number": item.erp_item_number,
        "description": item.description,
        "purchase_uom": item.purchase_uom,
        "factor": item.factor,
        "active": item.active,
        "erp_version": item.erp_version,
    }


DECLARED = (
    Operation(
        name="put_item",
        method="PUT",
        path="/erp-items/{erp_item_number}",
        scope="inventory.items.write",
        request=PutItemRequest,
        response=PutItemAnswer,
        handler=put_item,
        key=("erp_item_number", "erp_version"),
        summary="Takes over an item of the ERP under a number of its own",
    ),
)
