"""Carries the ERP's reference data and items to the systems that use them (P02, P17)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from integration_under_test.boundary import Event, Ports, Rejected, Subscription
from tests.couriers.house import Courier
from tests.couriers.paging import read_all

WORDS = {"EA": "each", "BX": "box", "CS": "case"}
PLACES = ("COST_CENTER", "LOCATION")


class References(Courier):
    """Every change goes where its kind is used, in each vendor's own words."""

    subscriptions = (Subscription("erp", ("erp.reference.changed",)),)

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.erp = ports.systems["erp"]
        self.procurement = ports.systems["procurement"]
        self.inventory = ports.systems["inventory"]
        self.billing = ports.systems["billing"]
        self.glns: dict[str, str] = {}
        self.ship_tos: dict[str, str] = {}
        self.facilities: dict[str, str] = {}
        self.facility_ids: dict[str, int] = {}

    async def start(self) -> None:
        """The systems agree on a hospital's global location number alone."""
        units = await self.erp.call("list_locations", {"Limit": 500})
        self.glns = {row["BusinessUnit"]: row["GLN"] for row in units["items"]}
        ship_tos = await read_all(self.procurement, "list_ship_tos", "ship-tos", "has-more")
        self.ship_tos = {row["gln"]: row["code"] for row in ship_tos}
        rooms = await read_all(self.inventory, "list_locations")
        self.facilities = {row["gln"]: row["facility"] for row in rooms}
        hospitals = await read_all(self.billing, "list_facilities", more="hasMore")
        self.facility_ids = {row["gln"]: row["facilityId"] for row in hospitals}

    async def on_event(self, event: Event) -> None:
        await self.carry(dict(event.data))

    async def carry(self, reference: dict[str, Any]) -> None:
        await self.to_procurement(reference)
        gln = self.glns.get(reference["BusinessUnit"], "")
        common = {
            "name": reference["Name"],
            "active": reference["Status"] == "ACTIVE",
        }
        version = {"erp_version": reference["Version"]}
        place = {**common, **version, "facility": self.facilities.get(gln, "")}
        if reference["Kind"] == "COST_CENTER":
            code = reference["Code"]
            await self.inventory.call("put_cost_center", {**place, "cost_center": code})
            body = {**common, "departmentCode": code, "facilityId": self.facility_ids[gln]}
            body = {**body, "erpVersion": reference["Version"]}
            await unless_stale(self.billing.call("put_department", body))
        elif reference["Kind"] == "LOCATION":
            body = {**place, "location": reference["Code"], "cost_center": reference["CostCenter"]}
            await self.inventory.call("put_location", body)

    async def to_procurement(self, reference: dict[str, Any]) -> None:
        year, _, rest = reference["EffectiveDate"].partition("-")
        body = {
            "lookup": reference["Kind"].lower().replace("_", "-"),
            "code": reference["Code"],
            "name": reference["Name"],
            "active": reference["Status"] not in ("INACTIVE", "CLOSED", "CAPITALISED"),
            "ship-to": self.ship_tos.get(self.glns.get(reference["BusinessUnit"], ""), ""),
            "erp-version": reference["Version"],
        }
        if year:
            body["usable-from"] = f"{rest.replace('-', '/')}/{year}"
        await unless_stale(self.procurement.call("put_lookup_value", body))


class IgnoresVersions(References):
    """Brings what it heard first, and takes every later change for a repetition."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.known: set[tuple[str, str]] = set()

    async def carry(self, reference: dict[str, Any]) -> None:
        key = (reference["Kind"], reference["Code"])
        if key not in self.known:
            self.known.add(key)
            await super().carry(reference)


class Items(Courier):
    """An item goes into the catalogue, on the shelf, and into the charge master if billable."""

    subscriptions = (Subscription("erp", ("erp.item.changed",)),)

    async def on_event(self, event: Event) -> None:
        item = dict(event.data)
        unit = item["PurchaseUnit"]
        uom, factor = unit["UOMCode"], self.factor(unit["Factor"])
        common = {"description": item["Description"], "active": item["Status"] == "ACTIVE"}
        systems, version = self.ports.systems, item["Version"]
        number = item["ItemNumber"]
        catalogued: dict[str, Any] = {**common, "item-number": number, "uom": WORDS[uom]}
        catalogued |= {"pack": factor, "erp-version": version}
        if item["SupplierNumber"]:
            catalogued["supplier-id"] = await self.supplier_id(item["SupplierNumber"])
            catalogued["unit-price"] = item["ListPrice"]
        await unless_stale(systems["procurement"].call("put_item", catalogued))
        kept = {**common, "erp_item_number": number, "purchase_uom": uom, "factor": factor}
        await systems["inventory"].call("put_item", {**kept, "erp_version": version})
        if item["Billable"]:
            cents = round(float(item["StandardCost"]) * 100) * factor
            billed = {**common, "supplyItem": number, "costCents": cents, "purchaseUnit": uom}
            billed |= {"eachesPerUnit": factor, "itemVersion": version}
            await unless_stale(systems["billing"].call("put_supply_code", billed))

    def factor(self, factor: int) -> int:
        return factor

    async def supplier_id(self, erp_number: str) -> int:
        asked = {"erp-number": erp_number}
        found = await self.ports.systems["procurement"].call("find_suppliers", asked)
        active = [s for s in found["suppliers"] if s["status"] == "active"]
        return int(active[0]["id"])


async def unless_stale(call: Awaitable[Any]) -> None:
    """What is there already is newer: two changes of one item overtook each other."""
    try:
        await call
    except Rejected as rejected:
        if rejected.code != "STALE_VERSION":
            raise


class WrongFactor(Items):
    """Takes every pack for one of a dozen."""

    def factor(self, factor: int) -> int:
        return 12 if factor > 1 else 1

    async def on_event(self, event: Event) -> None:
        try:
            await super().on_event(event)
        except Rejected:
            await asyncio.sleep(0)
