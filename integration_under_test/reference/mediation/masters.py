"""Reads the systems' own masters into the crosswalk.

The group has no master data hub, so each code comes from the system that owns it: facilities
are joined on their GLN, items on the ERP number that inventory and billing carry.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple

from integration_under_test.boundary import CallError
from integration_under_test.reference.exceptions import UNREADABLE
from integration_under_test.reference.mediation.crosswalk import Crosswalk, Item

PAGE_ROWS = 500

Call = Callable[[str, str, Mapping[str, Any]], Awaitable[dict[str, Any]]]
"""(system, operation, body) -> answer."""
Row = Mapping[str, Any]


class Paging(NamedTuple):
    """A vendor's words for limit, offset and "there is more"."""

    limit: str
    offset: str
    more: str


class Master(NamedTuple):
    """One list of one system, and what a row of it tells us."""

    system: str
    operation: str
    rows: str
    take: Callable[[Crosswalk, Row], None]


Lists = Mapping[Master, Sequence[Row]]
"""What was read last of each list; a list that could not be read yet is not there."""


async def read_lists(call: Call, before: Lists) -> Lists:
    """All lists, side by side. One whose system does not answer, or not with a list, stays as it
    was before."""
    read = await asyncio.gather(*(_read(call, master) for master in MASTERS))
    news = {m: rows for m, rows in zip(MASTERS, read, strict=True) if rows is not None}
    return {**before, **news}


def crosswalk_of(lists: Lists) -> Crosswalk:
    """A crosswalk built from scratch."""
    crosswalk = Crosswalk(charges_known=CHARGES in lists)
    for master in MASTERS:
        for row in lists.get(master, ()):
            master.take(crosswalk, row)
    return crosswalk


async def _read(call: Call, master: Master) -> list[Row] | None:
    try:
        return [row async for row in _rows(call, master)]
    except (CallError, *UNREADABLE):
        return None


async def _rows(call: Call, master: Master) -> AsyncIterator[Row]:
    paging = PAGING[master.system]
    offset = 0
    more = True
    while more:
        asked = {paging.limit: PAGE_ROWS, paging.offset: offset}
        answer = await call(master.system, master.operation, asked)
        rows = answer[master.rows]
        for row in rows:
            yield row
        # A vendor may return fewer rows than were asked for; an empty page ends the list.
        offset += len(rows)
        more = answer[paging.more] and bool(rows)


def _take_business_unit(crosswalk: Crosswalk, row: Row) -> None:
    facility = crosswalk.join_facility(f"erp:{row['BusinessUnit']}", row["GLN"])
    facility.business_unit = row["BusinessUnit"]
    facility.time_zone = row["TimeZone"]


def _take_ship_to(crosswalk: Crosswalk, row: Row) -> None:
    crosswalk.join_facility(f"procurement:{row['code']}", row["gln"])


def _take_location(crosswalk: Crosswalk, row: Row) -> None:
    crosswalk.join_facility(f"inventory:{row['facility']}", row["gln"])
    crosswalk.cost_centers[row["location"]] = row["cost_center"]
    crosswalk.departments[row["cost_center"]] = f"inventory:{row['facility']}"


def _take_billing_facility(crosswalk: Crosswalk, row: Row) -> None:
    crosswalk.join_facility(f"billing:{row['facilityId']}", row["gln"])


def _take_item(crosswalk: Crosswalk, row: Row) -> None:
    number = row["erp_item_number"]
    crosswalk.items[number] = Item(
        number, row["purchase_uom"], row["factor"], row["item_id"], row["implant"]
    )


def _take_sku(crosswalk: Crosswalk, row: Row) -> None:
    crosswalk.skus[row["PART_NO"]] = row["SKU"]
    crosswalk.stocked_items[row["SKU"]] = row["PART_NO"]


def _take_charge(crosswalk: Crosswalk, row: Row) -> None:
    if row["supplyItem"]:
        crosswalk.charge_codes[row["supplyItem"]] = row["chargeCode"]


def _take_payer(crosswalk: Crosswalk, row: Row) -> None:
    crosswalk.payers[row["taxId"]] = row["payerId"]


PAGING = {
    "erp": Paging("Limit", "Offset", "hasMore"),
    "procurement": Paging("limit", "offset", "has-more"),
    "inventory": Paging("limit", "offset", "has_more"),
    "billing": Paging("limit", "offset", "hasMore"),
    "warehouse": Paging("LIMIT", "OFFSET", "MORE"),
}

CHARGES = Master("billing", "list_charge_master", "items", _take_charge)

MASTERS = (
    Master("erp", "list_locations", "items", _take_business_unit),
    Master("procurement", "list_ship_tos", "ship-tos", _take_ship_to),
    Master("inventory", "list_locations", "items", _take_location),
    Master("billing", "list_facilities", "items", _take_billing_facility),
    Master("inventory", "list_items", "items", _take_item),
    Master("warehouse", "list_items", "ITEMS", _take_sku),
    CHARGES,
    Master("billing", "list_payers", "items", _take_payer),
)
