"""Masters of the inventory application: shelves, and items with their packs."""

from __future__ import annotations

from operator import index

from integration_under_test.reference.mediation.master_data.lists import Master, Paging, Row
from integration_under_test.reference.mediation.master_data.record import (
    DEPARTMENT,
    FACILITY,
    ITEM,
    LocalRecord,
    Place,
)

SYSTEM = "inventory"
PAGING = Paging("limit", "offset", "has_more")


def _location(row: Row) -> tuple[LocalRecord, ...]:
    """A shelf of a department, and the facility that it stands in."""
    gln, facility = row["gln"], Place(SYSTEM, row["facility"])
    shelf = Place(SYSTEM, row["location"])
    return (
        LocalRecord(FACILITY, facility, gln, {"time_zone": row["time_zone"]}),
        LocalRecord(
            DEPARTMENT,
            shelf,
            row["cost_center"],
            {"department": row["department"]},
            parent=gln,
        ),
    )


def _item(row: Row) -> tuple[LocalRecord, ...]:
    values = {
        "name": row["description"],
        "base_unit": row["base_uom"],
        "purchase_unit": row["purchase_uom"],
        "factor": str(index(row["factor"])),
        "implant": "yes" if row["implant"] else "no",
    }
    return (LocalRecord(ITEM, Place(SYSTEM, row["item_id"]), row["erp_item_number"], values),)


LOCATIONS = Master(SYSTEM, "list_locations", "items", PAGING, _location)
ITEMS = Master(SYSTEM, "list_items", "items", PAGING, _item)
