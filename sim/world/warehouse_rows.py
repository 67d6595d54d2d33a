"""What the central warehouse system (S19) knows before the first day: SKUs, docks, no stock.

A SKU is the warehouse's own number of an item that hospitals keep; implants come from their makers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.world.enterprise import Enterprise
from sim.world.entities import Item

Rows = Iterable[dict[str, Any]]


def skus(e: Enterprise) -> dict[str, str]:
    """ERP item number -> SKU."""
    kept: list[Item] = [item for item in e.items if item.stocked and not item.implant]
    return {item.erp_number: f"W{number:06d}" for number, item in enumerate(kept, start=1)}


def items(e: Enterprise) -> Rows:
    for erp_number, sku in skus(e).items():
        yield {"SKU": sku, "PART_NO": erp_number, "TEXT": e.item(erp_number).description}


def ship_tos(e: Enterprise) -> Rows:
    for f in e.facilities:
        yield {"GLN": f.gln, "NAME": f.name, "TIME_ZONE": f.time_zone}
