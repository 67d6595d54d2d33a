"""The crosswalk files: which codes of the systems mean the same. Read when a batch begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from integration_under_test.nightly_batch.connection import Connection


class Paging(NamedTuple):
    """A vendor's words for limit, offset, rows and "there is more"."""

    limit: str
    offset: str
    rows: str
    more: str


ERP = Paging("Limit", "Offset", "items", "hasMore")
SHIP_TOS = Paging("limit", "offset", "ship-tos", "has-more")
CONTRACTS = Paging("limit", "offset", "contracts", "hasMore")
INVENTORY = Paging("limit", "offset", "items", "has_more")
BILLING = Paging("limit", "offset", "items", "hasMore")
PAGE_ROWS = 500


@dataclass
class Crosswalk:
    """Each maps a code of one system to what another system calls it."""

    units_of_ship_tos: dict[str, str] = field(default_factory=dict)
    units_of_stores: dict[str, str] = field(default_factory=dict)
    units_of_hospitals: dict[int, str] = field(default_factory=dict)
    cost_centers: dict[str, str] = field(default_factory=dict)
    """By inventory location."""
    packs: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Item -> purchase unit and how many pieces it holds."""
    charge_codes: dict[str, str] = field(default_factory=dict)
    """By item; most items have none."""


async def all_rows(
    connection: Connection, system: str, operation: str, paging: Paging
) -> list[dict[str, Any]]:
    """A list of a system, page by page. Raises CallError."""
    found: list[dict[str, Any]] = []
    while True:
        asked = {paging.limit: PAGE_ROWS, paging.offset: len(found)}
        answer = await connection.read(system, operation, asked)
        found += answer[paging.rows]
        if not answer[paging.more]:
            return found


async def read_crosswalk(connection: Connection) -> Crosswalk:
    """Raises CallError when a system does not answer."""
    codes = Crosswalk()
    units = {
        row["GLN"]: row["BusinessUnit"]
        for row in await all_rows(connection, "erp", "list_locations", ERP)
    }
    for row in await all_rows(connection, "procurement", "list_ship_tos", SHIP_TOS):
        codes.units_of_ship_tos[row["code"]] = units[row["gln"]]
    for row in await all_rows(connection, "inventory", "list_locations", INVENTORY):
        codes.units_of_stores[row["facility"]] = units[row["gln"]]
        codes.cost_centers[row["location"]] = row["cost_center"]
    for row in await all_rows(connection, "billing", "list_facilities", BILLING):
        codes.units_of_hospitals[row["facilityId"]] = units[row["gln"]]
    for row in await all_rows(connection, "inventory", "list_items", INVENTORY):
        codes.packs[row["erp_item_number"]] = (row["purchase_uom"], row["factor"])
    for row in await all_rows(connection, "billing", "list_charge_master", BILLING):
        if row["supplyItem"]:
            codes.charge_codes[row["supplyItem"]] = row["chargeCode"]
    return codes
