"""The item master (S01): kept here, then in the catalogue, on the shelf, on the bill (P02).

A unit's factor never changes: another pack is another item with a GTIN of its own, as GS1 has it.
A factor that was wrong from the start is corrected, which is set-up and no news for other systems.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.erp.documents import Item
from mock_systems.erp.lookups import factor_of, supplier_of
from mock_systems.erp.money import UnitPrice, amount_text
from mock_systems.erp.references import ReferenceStatus
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import Code, Flag, Text, WireModel
from mock_systems.service import Effect, Operation, Refusal, Work

EACH = "EA"


class ItemUnit(WireModel):
    uom_code: Annotated[str, Field(pattern="^(EA|BX|CS)$")]
    factor: Annotated[int, Field(ge=1, le=100_000)]


class CreateItem(WireModel):
    """Besides EA an item has at most one unit, in which it is bought."""

    item_number: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,40}$")]
    description: Text
    standard_cost: UnitPrice
    stocked: Flag = False
    billable: Flag = False
    gtin: Annotated[str, Field(alias="GTIN", pattern=r"^([0-9]{14})?$")] = ""
    purchase_unit: ItemUnit = ItemUnit(uom_code=EACH, factor=1)
    supplier_number: Code
    list_price: UnitPrice


class UpdateItem(WireModel):
    item_number: Code
    description: Text | None = None
    status: ReferenceStatus | None = None


class CorrectItemPack(WireModel):
    """What the label on the pack says."""

    item_number: Code
    purchase_unit: ItemUnit


class MasterItemView(WireModel):
    item_number: str
    description: str
    standard_cost: str
    stocked: bool
    billable: bool
    gtin: Annotated[str, Field(alias="GTIN")]
    purchase_unit: ItemUnit
    supplier_number: str
    list_price: str
    status: str
    version: int


class GetItem(WireModel):
    item_number: Code


def create_item(erp: HasTables, request: CreateItem, work: Work) -> dict[str, Any]:
    tables = erp.tables
    if request.item_number in tables.items:
        raise Refusal(409, "DUPLICATE_ITEM", f"item {request.item_number!r} exists already")
    supplier = supplier_of(tables, request.supplier_number)
    if request.gtin and any(item.gtin == request.gtin for item in tables.items.values()):
        raise Refusal(409, "DUPLICATE_GTIN", f"another item has the GTIN {request.gtin}")
    unit = request.purchase_unit
    if unit.uom_code == EACH and unit.factor != 1:
        raise Refusal(422, "UOM_MISMATCH", f"one {EACH} is one {EACH}, got {unit.factor}")
    item = Item(
        request.item_number,
        request.description,
        EACH,
        request.standard_cost,
        request.stocked,
        {EACH: 1, unit.uom_code: unit.factor},
        request.billable,
        request.gtin,
        unit.uom_code,
        supplier.number,
        request.list_price,
    )
    return _keep(tables, item, work)


def update_item(erp: HasTables, request: UpdateItem, work: Work) -> dict[str, Any]:
    """What it is bought in, or costs, stays: the books were kept in it."""
    item = _found(erp.tables, request.item_number)
    if request.description is None and request.status is None:
        raise Refusal(422, "NOTHING_TO_CHANGE", "send at least one field to change")
    changed = item._replace(
        description=request.description or item.description,
        status=request.status or item.status,
        version=item.version + 1,
    )
    return _keep(erp.tables, changed, work)


def correct_item_pack(erp: HasTables, request: CorrectItemPack, work: Work) -> dict[str, Any]:
    """Counts anew what is on order; a line on which anything was received or billed keeps the pack
    in which that was counted."""
    tables, (uom, factor) = (
        erp.tables,
        (request.purchase_unit.uom_code, request.purchase_unit.factor),
    )
    item = _found(tables, request.item_number)
    if uom == EACH or factor_of(item, uom) == factor:
        raise Refusal(422, "NOTHING_TO_CHANGE", f"{item.number} has {uom} of {factor} already")
    corrected = item._replace(factors={**item.factors, uom: factor})
    tables.items[item.number] = corrected
    for order in tables.orders.values():
        for line in order.lines.values():
            untouched = not (order.ended or line.received_each or line.billed_each)
            if (line.item, line.uom) == (item.number, uom) and untouched:
                line.factor = factor
    work.effect(Effect("erp.item_pack", item.number, quantity=factor, uom=f"{uom}/{factor}"))
    return _view(corrected)


def get_item(erp: HasTables, request: GetItem, _work: Work) -> dict[str, Any]:
    return _view(_found(erp.tables, request.item_number))


def _found(tables: Tables, number: str) -> Item:
    item = tables.items.get(number)
    if item is None:
        raise Refusal(404, "ITEM_NOT_FOUND", f"no item {number!r}")
    return item


def _keep(tables: Tables, item: Item, work: Work) -> dict[str, Any]:
    """Stores an item; its effect has the purchase unit with its factor as unit of measure."""
    tables.items[item.number] = item
    uom, factor = _purchase_unit(item)
    work.effect(
        Effect(
            "erp.item",
            item.number,
            quantity=factor,
            uom=f"{uom}/{factor}",
            version=item.version,
            facts={
                "description": item.description,
                "status": item.status,
                "billable": item.billable,
            },
        )
    )
    view = _view(item)
    work.emit("erp.item.changed", item.number, view)
    return view


def _purchase_unit(item: Item) -> tuple[str, int]:
    """An item of the opening load is bought in its largest unit."""
    uom = item.purchase_uom or max(item.factors, key=item.factors.__getitem__)
    return uom, item.factors[uom]


def _view(item: Item) -> dict[str, Any]:
    uom, factor = _purchase_unit(item)
    return {
        "ItemNumber": item.number,
        "Description": item.description,
        "StandardCost": amount_text(item.standard_cost_minor),
        "Stocked": item.stocked,
        "Billable": item.billable,
        "GTIN": item.gtin,
        "PurchaseUnit": {"UOMCode": uom, "Factor": factor},
        "SupplierNumber": item.supplier,
        "ListPrice": amount_text(item.list_price_minor),
        "Status": item.status,
        "Version": item.version,
    }


OPERATIONS = (
    Operation(
        name="create_item",
        method="POST",
        path="/items",
        scope="erp.items.write",
        request=CreateItem,
        response=MasterItemView,
        handler=create_item,
        key=("ItemNumber",),
        summary="Sets up a new item, which other systems must learn before its first use.",
        status=201,
    ),
    Operation(
        name="update_item",
        method="PATCH",
        path="/items/{ItemNumber}",
        scope="erp.items.write",
        request=UpdateItem,
        response=MasterItemView,
        handler=update_item,
        key=("ItemNumber",),
        summary="Changes or blocks an item, which raises its version by one.",
    ),
    Operation(
        name="correct_item_pack",
        method="PUT",
        path="/items/{ItemNumber}/pack",
        scope="erp.items.write",
        request=CorrectItemPack,
        response=MasterItemView,
        handler=correct_item_pack,
        key=("ItemNumber",),
        summary="Corrects how many eaches a purchase unit holds, where it was entered wrongly.",
    ),
    Operation(
        name="get_item",
        method="GET",
        path="/items/{ItemNumber}",
        scope="erp.items.read",
        request=GetItem,
        response=MasterItemView,
        handler=get_item,
        key=("ItemNumber",),
        summary="One item in full, with its version.",
    ),
)
