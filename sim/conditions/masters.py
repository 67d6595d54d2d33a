"""Conditions of reference data: items, hospitals, cost centres mean the same in every system."""

from __future__ import annotations

from collections import Counter

from sim.conditions.books import Books
from sim.conditions.comparison import compare
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K89", "What can be ordered is one item in the ERP, one in inventory", "P02")
def items_exist_once(books: Books) -> Unequals:
    """The others may keep obsolete items besides, but no item twice."""
    orderable = {item.item_number for item in books.procurement.catalogue()}
    kept = Counter(item.erp_item_number for item in books.inventory.items())
    for number in sorted(orderable - set(books.erp.items())):
        yield Unequal(f"erp {number}", 1, 0, "items")
    for number in sorted(orderable | set(kept)):
        if kept[number] != 1:
            yield Unequal(f"inventory {number}", 1, kept[number], "items")


@condition("K90", "A purchase unit holds as many eaches everywhere", "P02", "CP5")
def units_agree(books: Books) -> Unequals:
    """Packs that the ERP had wrong from the start are known to the group."""
    items, disputed = books.erp.items(), books.group.erp_packs
    for item in books.inventory.items():
        number = item.erp_item_number
        known = items[number].factors if number in items else {}
        factor = known.get(item.purchase_uom, 0)
        if number not in disputed and item.factor != factor:
            yield Unequal(f"{number}/{item.purchase_uom}", factor, item.factor, "EA")
    for orderable in books.procurement.catalogue():
        number = orderable.item_number
        known = items[number].factors if number in items else {}
        if orderable.uom not in known:
            yield Unequal(number, " or ".join(known) or "none", orderable.uom, "unit")


@condition("K91", "A supply in the charge master is one item, billed by one code", "P02", "UC1")
def charge_codes_have_items(books: Books) -> Unequals:
    """A row that names no item is a service."""
    codes = books.billing.charge_master().values()
    billed = Counter(code.supply_item for code in codes if code.supply_item)
    items = books.erp.items()
    for item, count in billed.items():
        expected = 1 if item in items else 0
        if count != expected:
            yield Unequal(item, expected, count, "codes")


@condition("K92", "Every hospital has one location number everywhere, in one time zone", "P17")
def locations_agree(books: Books) -> Unequals:
    golden: dict[object, str] = {lo.gln: lo.zone.key for lo in books.erp.locations()}
    copies: dict[str, dict[object, str]] = {
        "procurement": {s.gln: s.zone.key for s in books.procurement.ship_tos()},
        "inventory": {f.gln: f.time_zone for f in books.inventory.facilities()},
        "billing": {f.gln: f.time_zone for f in books.billing.facilities()},
    }
    for system, found in copies.items():
        for key, expected, other, unit in compare(golden, dict(found), "time zone"):
            yield Unequal(f"{system} {key}", expected, other, unit)


@condition("K93", "A department's cost centre is one of its own hospital", "P17")
def cost_centers_agree(books: Books) -> Unequals:
    centers = books.erp.cost_centers()
    for location in books.inventory.locations():
        center = centers.get(location.cost_center)
        expected = books.hospital(location.facility.code)
        found = books.hospital(center.business_unit) if center else "nothing"
        if found != expected:
            yield Unequal(f"{location.code}/{location.cost_center}", expected, found, "hospital")
