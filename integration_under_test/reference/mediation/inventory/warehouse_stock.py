"""The warehouse's stock as planners see it in the inventory application (P11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.warehouse import WarehouseStock
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import to_compact_day


def write(stock: WarehouseStock, context: Context) -> Body:
    crosswalk = context.crosswalk
    return {
        "snapshot_ref": stock.reference,
        "as_of": to_compact_day(stock.as_of),
        "lines": [
            {"item_id": crosswalk.stocked_item(held.sku).inventory_id, "qty": held.quantity_ea}
            for held in stock.items
        ],
    }


def find(stock: WarehouseStock, context: Context) -> Body:
    """Of any item: the answer names the file that stands, even if it does not have the item."""
    crosswalk = context.crosswalk
    sku = next((held.sku for held in stock.items), "") or next(iter(crosswalk.stocked_items), "")
    return {"item_id": crosswalk.stocked_item(sku).inventory_id}


def stands(stock: WarehouseStock, answer: Mapping[str, Any]) -> bool:
    """Whether it is this file that counts now."""
    return bool(answer.get("snapshot_ref") == stock.reference)
