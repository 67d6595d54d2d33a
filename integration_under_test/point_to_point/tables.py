"""The translation tables of the interfaces, read from the systems when the engine starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from integration_under_test.point_to_point.connection import Connection

ERP = ("Limit", "Offset", "items", "hasMore")
SHIP_TOS = ("limit", "offset", "ship-tos", "has-more")
INVENTORY = ("limit", "offset", "items", "has_more")
BILLING = ("limit", "offset", "items", "hasMore")


@dataclass
class Tables:
    """Each maps a code of one system to what another system calls it."""

    business_units: dict[str, str] = field(default_factory=dict)
    """By GLN."""
    ship_tos: dict[str, str] = field(default_factory=dict)
    """Code -> business unit."""
    facilities: dict[str, str] = field(default_factory=dict)
    billing_facilities: dict[int, str] = field(default_factory=dict)
    cost_centers: dict[str, str] = field(default_factory=dict)
    purchase_units: dict[str, tuple[str, int]] = field(default_factory=dict)
    charge_codes: dict[str, str] = field(default_factory=dict)


async def read_tables(systems: Mapping[str, Connection]) -> Tables:
    """Raises CallError when a system does not answer."""
    tables = Tables()
    units = tables.business_units
    for row in await systems["erp"].rows("list_locations", ERP):
        units[row["GLN"]] = row["BusinessUnit"]
    for row in await systems["procurement"].rows("list_ship_tos", SHIP_TOS):
        tables.ship_tos[row["code"]] = units[row["gln"]]
    for row in await systems["inventory"].rows("list_locations", INVENTORY):
        tables.facilities[row["facility"]] = units[row["gln"]]
        tables.cost_centers[row["location"]] = row["cost_center"]
    for row in await systems["billing"].rows("list_facilities", BILLING):
        tables.billing_facilities[row["facilityId"]] = units[row["gln"]]
    await _read_items(systems, tables)
    return tables


async def _read_items(systems: Mapping[str, Connection], tables: Tables) -> None:
    for row in await systems["inventory"].rows("list_items", INVENTORY):
        tables.purchase_units[row["erp_item_number"]] = (row["purchase_uom"], row["factor"])
    for row in await systems["billing"].rows("list_charge_master", BILLING):
        if row["supplyItem"]:
            tables.charge_codes[row["supplyItem"]] = row["chargeCode"]
