"""What a central warehouse has, as of its last file: whoever plans at a store sees it (P11).

A snapshot replaces the one before; it is no stock of this application.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.inventory import rules
from mock_systems.inventory.tables import HasTables, WarehouseStock
from mock_systems.inventory.wire import Code, LocalDate, Message, Reference
from mock_systems.service import Effect, Operation, Refusal, Work


class WarehouseLine(Message):
    """Eaches of an item in the warehouse."""

    item_id: Code
    qty: int = Field(ge=0, le=100_000_000)


class SnapshotRequest(Message):
    """The whole stock of a warehouse, under the number of its file (WAREHOUSE/17)."""

    snapshot_ref: Reference = Field(min_length=1)
    as_of: LocalDate
    lines: list[WarehouseLine] = Field(max_length=50_000)


class SnapshotAnswer(Message):
    """The snapshot that stands."""

    snapshot_ref: str
    as_of: str
    total_qty: int


class WarehouseStockRequest(Message):
    """Which item."""

    item_id: Code


class WarehouseStockAnswer(Message):
    """How much of it the warehouse had."""

    item_id: str
    snapshot_ref: str
    as_of: str
    qty: int


def post_warehouse_stock(system: HasTables, request: SnapshotRequest, work: Work) -> dict[str, Any]:
    """Replaces the snapshot; an older day is refused."""
    tables = system.tables
    known = tables.warehouse_stock
    if request.as_of < known.as_of:
        raise Refusal(
            409, "STALE_SNAPSHOT", f"a snapshot of {known.as_of} stands, got {request.as_of}"
        )
    quantities: dict[str, int] = {}
    for line in request.lines:
        item_id = tables.item(line.item_id).item_id
        quantities[item_id] = quantities.get(item_id, 0) + line.qty
    tables.warehouse_stock = WarehouseStock(request.snapshot_ref, request.as_of, quantities)
    total = sum(quantities.values())
    work.effect(
        Effect("inventory.warehouse_stock", request.snapshot_ref, quantity=total, uom=rules.EACH)
    )
    return {
        "snapshot_ref": request.snapshot_ref,
        "as_of": request.as_of,
        "total_qty": total,
    }


def get_warehouse_stock(
    system: HasTables, request: WarehouseStockRequest, work: Work
) -> dict[str, Any]:
    """Reads what the warehouse had of an item."""
    del work
    item = system.tables.item(request.item_id)
    known = system.tables.warehouse_stock
    return {
        "item_id": item.item_id,
        "snapshot_ref": known.reference,
        "as_of": known.as_of,
        "qty": known.quantities.get(item.item_id, 0),
    }


DECLARED = (
    Operation(
        name="post_warehouse_stock",
        method="POST",
        path="/warehouse-stock",
        scope="inventory.warehouse.write",
        request=SnapshotRequest,
        response=SnapshotAnswer,
        handler=post_warehouse_stock,
        key=("snapshot_ref",),
        summary="Takes over a central warehouse's stock as of a day",
        status=201,
    ),
    Operation(
        name="get_warehouse_stock",
        method="GET",
        path="/warehouse-stock/{item_id}",
        scope="inventory.warehouse.read",
        request=WarehouseStockRequest,
        response=WarehouseStockAnswer,
        handler=get_warehouse_stock,
        key=("item_id",),
        summary="Reads what the warehouse had of an item",
    ),
)
