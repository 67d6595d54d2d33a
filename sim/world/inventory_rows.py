"""What the inventory application (S04) holds on the night before the first day.

Its items include obsolete ones that no shelf keeps; descriptions are its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.world.enterprise import Enterprise
from sim.world.wire import compact_date

Rows = Iterable[dict[str, Any]]


def locations(e: Enterprise) -> Rows:
    for d in e.departments:
        facility = e.facility(d.facility)
        yield {
            "facility": d.facility,
            "location": d.location,
            "department": d.code,
            "cost_center": d.cost_center,
            "gln": facility.gln,
            "time_zone": facility.time_zone,
        }


def cost_centers(e: Enterprise) -> Rows:
    for d in e.departments:
        yield {"cost_center": d.cost_center, "name": d.name, "facility": d.facility}


def items(e: Enterprise) -> Rows:
    for item in e.items:
        yield {
            "item_id": item.inventory_id,
            "erp_item_number": item.erp_number,
            "description": e.description("inventory", item),
            "lot_tracked": item.stocked,
            "implant": item.implant,
            "purchase_uom": item.purchase_uom,
            "factor": item.factor,
        }
    for obsolete in e.obsolete_items:
        yield {
            "item_id": obsolete.inventory_id,
            "erp_item_number": obsolete.erp_number,
            "description": obsolete.description,
            "lot_tracked": False,
            "implant": False,
            "purchase_uom": "EA",
            "factor": 1,
        }


def stock(e: Enterprise) -> Rows:
    for shelf in e.shelves:
        for lot, expiry, quantity in shelf.lots:
            yield {
                "facility": shelf.facility,
                "location": shelf.location,
                "item_id": e.item(shelf.item).inventory_id,
                "lot": lot,
                "expiry": compact_date(expiry),
                "qty": quantity,
            }


def pars(e: Enterprise) -> Rows:
    for shelf in e.shelves:
        yield {
            "location": shelf.location,
            "item_id": e.item(shelf.item).inventory_id,
            "par_qty": shelf.par_qty,
            "reorder_qty": shelf.reorder_qty,
        }
