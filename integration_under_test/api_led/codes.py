"""Which codes of the systems mean the same, as the system APIs list them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from integration_under_test.api_led.line import Line

ERP = ("Limit", "Offset", "items", "hasMore")
PROCUREMENT = ("limit", "offset", "ship-tos", "has-more")
INVENTORY = ("limit", "offset", "items", "has_more")
BILLING = ("limit", "offset", "items", "hasMore")


@dataclass
class Codes:
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


async def read_codes(lines: Mapping[str, Line]) -> Codes:
    """Raises CallError when a system does not answer."""
    codes = Codes()
    units = {
        row["GLN"]: row["BusinessUnit"] for row in await lines["erp"].rows("list_locations", ERP)
    }
    for row in await lines["procurement"].rows("list_ship_tos", PROCUREMENT):
        codes.units_of_ship_tos[row["code"]] = units[row["gln"]]
    for row in await lines["inventory"].rows("list_locations", INVENTORY):
        codes.units_of_stores[row["facility"]] = units[row["gln"]]
        codes.cost_centers[row["location"]] = row["cost_center"]
    for row in await lines["billing"].rows("list_facilities", BILLING):
        codes.units_of_hospitals[row["facilityId"]] = units[row["gln"]]
    for row in await lines["inventory"].rows("list_items", INVENTORY):
        codes.packs[row["erp_item_number"]] = (row["purchase_uom"], row["factor"])
    for row in await lines["billing"].rows("list_charge_master", BILLING):
        if row["supplyItem"]:
            codes.charge_codes[row["supplyItem"]] = row["chargeCode"]
    return codes
