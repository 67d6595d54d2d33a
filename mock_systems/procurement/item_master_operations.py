"""How the ERP's items enter the catalogue of the suite (S02), or change there (P02).

The suite orders in one unit; how many eaches that holds is shown to buyers as the pack.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.procurement.documents import CatalogueItem, Documents, Suite
from mock_systems.procurement.lookup import require_item, require_supplier
from mock_systems.procurement.wire import (
    UNITS,
    UNITS_ON_WIRE,
    Code,
    Flag,
    Message,
    RecordId,
    Text,
    UnitPrice,
    Uom,
    Version,
    price_text,
)
from mock_systems.service import Effect, Operation, Refusal, Work


class PutItem(Message):
    """Supplier with price are needed for a new item; an item on file keeps its own."""

    item_number: Code
    description: Text
    uom: Uom
    pack: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    active: Flag
    supplier_id: RecordId | None = None
    unit_price: UnitPrice | None = None
    erp_version: Version


class GetItem(Message):
    item_number: Code


class ItemAnswer(Message):
    item_number: str
    description: str
    supplier_id: int
    uom: str
    pack: int
    unit_price: str
    active: bool
    erp_version: int


def put_item(suite: Suite, request: PutItem, work: Work) -> dict[str, Any]:
    documents = suite.documents
    held = documents.catalogue.get(request.item_number)
    if held is not None and request.erp_version < held.erp_version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"{held.item_number} is in version {held.erp_version}, got {request.erp_version}",
        )
    if held is not None and request.erp_version == held.erp_version:
        return _on_wire(held)
    item = _added(documents, request) if held is None else _changed(held, request)
    work.effect(
        Effect(
            "procurement.item",
            item.item_number,
            quantity=item.pack,
            uom=f"{item.uom}/{item.pack}",
            version=item.erp_version,
            facts={"active": item.active},
        )
    )
    return _on_wire(item)


def get_item(suite: Suite, request: GetItem, work: Work) -> dict[str, Any]:
    return _on_wire(require_item(suite.documents, request.item_number))


def _added(documents: Documents, request: PutItem) -> CatalogueItem:
    if request.supplier_id is None or request.unit_price is None:
        raise Refusal(
            422, "INCOMPLETE_ITEM", f"new item {request.item_number} needs supplier-id, unit-price"
        )
    require_supplier(documents, request.supplier_id)
    item = CatalogueItem(
        item_number=request.item_number,
        description=request.description,
        supplier_id=request.supplier_id,
        uom=UNITS[request.uom],
        unit_price_minor=request.unit_price,
        contract="",
        pack=request.pack,
        active=request.active,
        erp_version=request.erp_version,
    )
    documents.catalogue[item.item_number] = item
    documents.catalogue_rows.append(item)
    return item


def _changed(item: CatalogueItem, request: PutItem) -> CatalogueItem:
    if UNITS[request.uom] != item.uom:
        raise Refusal(
            422,
            "UOM_MISMATCH",
            f"{item.item_number} is ordered by {UNITS_ON_WIRE[item.uom]}, got {request.uom}",
        )
    item.description = request.description
    item.pack = request.pack
    item.active = request.active
    item.erp_version = request.erp_version
    return item


def _on_wire(item: CatalogueItem) -> dict[str, Any]:
    return {
        "item-number": item.item_number,
        "description": item.description,
        "supplier-id": item.supplier_id,
        "uom": UNITS_ON_WIRE[item.uom],
        "pack": item.pack,
        "unit-price": price_text(item.unit_price_minor),
        "active": item.active,
        "erp-version": item.erp_version,
    }


OPERATIONS = (
    Operation(
        name="put_item",
        method="PUT",
        path="/catalogue/{item-number}",
        scope="procurement.catalogue.write",
        request=PutItem,
        response=ItemAnswer,
        handler=put_item,
        key=("item-number", "erp-version"),
        summary="Takes over an item of the ERP; an older version than the known is refused.",
    ),
    Operation(
        name="get_item",
        method="GET",
        path="/catalogue/{item-number}",
        scope="procurement.catalogue.read",
        request=GetItem,
        response=ItemAnswer,
        handler=get_item,
        key=("item-number",),
        summary="Reads one catalogue item with its pack.",
    ),
)
