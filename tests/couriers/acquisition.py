"""Cross-maps acquired sites, takes over what is open at their cut-over, gives it back (P14)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from integration_under_test.boundary import Document, Ports, Rejected
from tests.couriers.house import Courier
from tests.couriers.patience import Look, patient
from tests.couriers.site_files import Spoilt, iso, keep_site, opened, site


class AcquisitionCourier(Courier):
    """One file after the other, so that a firm that is new in two sites is opened once."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.turn = asyncio.Lock()
        self.tasks: set[asyncio.Task[None]] = set()
        self.numbers: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.refused: list[str] = []
        self.taken: set[str] = set()

    async def on_document(self, document: Document) -> bool:
        if document.sender != "ONBOARDING":
            return False
        try:
            header, rows = opened(document.content)
        except Spoilt as spoilt:
            self.refused.append(f"{document.id}: {spoilt}")
            return True
        if header[1] == "HANDOVER":
            facts = await site(self.ports, header[2])
            if document.id not in self.taken:
                self.taken.add(document.id)
                self.spawn(self.take_over(header, facts, rows))
        elif header[1] == "TAKEBACK":
            self.spawn(self.give_back(header, rows))
        else:
            self.spawn(self.onboard(rows))
        return True

    def spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.create_task(self.in_turn(work))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def in_turn(self, work: Awaitable[None]) -> None:
        async with self.turn:
            await work

    # ------------------------------------------------------------------ onboarding

    async def onboard(self, rows: list[list[str]]) -> None:
        code, _, unit, store = next(row[1:] for row in rows if row[0] == "SIT")
        own = self.site_key(code)
        await self.learn_suppliers()
        for _, number, name, tax_id, terms in (row for row in rows if row[0] == "VND"):
            supplier = await self.supplier(name, tax_id, terms)
            body = {"Site": own, "SiteVendor": number, "SupplierNumber": supplier}
            await self.call("erp", "register_supplier_alias", body)
        for _, number, _, account in (row for row in rows if row[0] == "ACC"):
            body = {"Site": own, "SiteAccount": number, "Account": account}
            await self.call("erp", "map_account", body)
        items = await self.items()
        factors = {}
        for _, number, _, _, factor, item in (row for row in rows if row[0] == "ITM"):
            factors[number] = int(factor)
            meaning: dict[str, Any] = {"item_id": items[item], "factor": self.factor(int(factor))}
            body = {"site": own, "site_item": number, **meaning}
            await self.call("inventory", "register_site_item", body)
        for _, number, _, charge in (row for row in rows if row[0] == "CHG"):
            body = {"site": own, "siteCode": number, "chargeCode": charge}
            await self.call("billing", "map_charge_code", body)
        accounts = {row[1]: row[3] for row in rows if row[0] == "ACC"}
        await keep_site(
            self.ports, code, unit=unit, store=store, accounts=accounts, factors=factors
        )

    def site_key(self, code: str) -> str:
        """Under which site a key is registered."""
        return code

    def factor(self, factor: int) -> int:
        return factor

    async def learn_suppliers(self) -> None:
        erp, more, offset = self.ports.systems["erp"], True, 0
        while more:
            page = await patient(erp, "list_suppliers", {"Limit": 500, "Offset": offset})
            for one in page["items"]:
                if one["Status"] == "ACTIVE":
                    self.numbers.setdefault(digits(one["TaxIdentifier"]), one["SupplierNumber"])
                    self.names.setdefault(plain(one["SupplierName"]), one["SupplierNumber"])
            offset, more = offset + 500, page["hasMore"]

    async def supplier(self, name: str, tax_id: str, terms: str) -> str:
        """The firm's record, opened where there is none."""
        firm = digits(tax_id)
        if firm not in self.numbers:
            self.numbers[firm] = await self.open_supplier(name, tax_id, terms)
        return self.numbers[firm]

    async def open_supplier(self, name: str, tax_id: str, terms: str) -> str:
        body = {"SupplierName": name, "TaxIdentifier": tax_id, "PaymentTerms": terms}

        async def opened_already() -> dict[str, Any] | None:
            known = set(self.numbers.values()) | set(self.names.values())
            await self.learn_suppliers()
            number = self.numbers.get(digits(tax_id), "")
            return {"SupplierNumber": number} if number and number not in known else None

        erp = self.ports.systems["erp"]
        answer = await patient(erp, "create_supplier", body, opened_already)
        return str(answer["SupplierNumber"])

    async def items(self) -> dict[str, str]:
        """ERP item number -> inventory's id."""
        found: dict[str, str] = {}
        inventory, more, offset = self.ports.systems["inventory"], True, 0
        while more:
            page = await patient(inventory, "list_items", {"limit": 500, "offset": offset})
            found.update({one["erp_item_number"]: one["item_id"] for one in page["items"]})
            offset, more = offset + 500, page["has_more"]
        return found

    # ------------------------------------------------------------------ cut-over

    async def take_over(
        self, header: list[str], facts: dict[str, Any], rows: list[list[str]]
    ) -> None:
        code, day = header[2], iso(header[4])
        for row in rows:
            supplier = await alias(self.ports, code, row[2])
            reference = self.reference(header, row)
            head = {"Site": code, "Reference": reference, "SupplierNumber": supplier}
            head["BusinessUnit"] = facts["unit"]
            await self.take(row, day, facts, head)

    def reference(self, header: list[str], row: list[str]) -> str:
        """A later cut-over's orders and accrued bills have come, and gone, under their own."""
        again = header[3] != "1" and row[0] in ("OPO", "OAP")
        return f"{row[1]}#{header[3]}" if again else row[1]

    async def give_back(self, header: list[str], rows: list[list[str]]) -> None:
        kinds = {"OPO": "ORDER", "OAP": "OPENING_BILL", "BIL": "BILL"}
        for row in rows:
            body = {"Site": header[2], "Reference": self.reference(header, row)}
            body |= {"Kind": kinds[row[0]], "AccountingDate": iso(header[4])}
            await self.call("erp", "return_to_site", body)

    async def take(
        self, row: list[str], day: str, facts: dict[str, Any], head: dict[str, str]
    ) -> None:
        """One document; an attempt without answer is looked for before the next."""
        if row[0] == "OPO":
            look = self.looking("find_site_orders", head)
            await self.call("erp", "take_over_order", {**head, "OpenAmount": row[3]}, look)
            return
        body = {**head, "AccountingDate": day, "Amount": row[3]}
        if row[0] == "PRK":
            account, amount, own_day = row[3:]
            body = {**head, "AccountingDate": iso(own_day), "Amount": amount}
            body["Account"] = facts["accounts"][account]
        look = self.looking("find_site_vouchers", head)
        await self.call("erp", "take_over_voucher", body, look)

    def looking(self, operation: str, head: dict[str, str]) -> Look:
        async def found() -> dict[str, Any] | None:
            body = {"Site": head["Site"], "Reference": head["Reference"]}
            page = await patient(self.ports.systems["erp"], operation, body)
            return dict(page["items"][0]) if page["items"] else None

        return found

    async def call(
        self, system: str, operation: str, body: dict[str, Any], look: Look | None = None
    ) -> None:
        """What is there already is no news."""
        try:
            await patient(self.ports.systems[system], operation, body, look)
        except Rejected as rejected:
            if rejected.status != 409:
                raise


class ForgetsTheSite(AcquisitionCourier):
    """One table for all sites: the first to bring a number keeps it."""

    def site_key(self, code: str) -> str:
        return "CLINIC1"


class MapsByName(AcquisitionCourier):
    """Two records of one name are one firm, two spellings are two firms."""

    async def supplier(self, name: str, tax_id: str, terms: str) -> str:
        known = self.names.get(plain(name))
        if known is None:
            known = self.names[plain(name)] = await self.open_supplier(name, tax_id, terms)
        return known


class IgnoresThePack(AcquisitionCourier):
    """Counts a box as one."""

    def factor(self, factor: int) -> int:
        return 1


class TakesItForTheGroups(AcquisitionCourier):
    """A vendor's number that the group has, too, must be the group's."""

    async def call(
        self, system: str, operation: str, body: dict[str, Any], look: Look | None = None
    ) -> None:
        if operation == "register_supplier_alias" and body["SiteVendor"] in self.numbers.values():
            body = {**body, "SupplierNumber": body["SiteVendor"]}
        await super().call(system, operation, body, look)


class ForgetsTheRollBack(AcquisitionCourier):
    """Keeps what a site has taken back."""

    async def give_back(self, header: list[str], rows: list[list[str]]) -> None:
        return


class KeepsTheOldNumber(AcquisitionCourier):
    """Takes what a second cut-over hands over for what the first one did."""

    def reference(self, header: list[str], row: list[str]) -> str:
        return row[1]


class RepeatsBlindly(AcquisitionCourier):
    """Takes a call without answer for one without effect."""

    def looking(self, operation: str, head: dict[str, str]) -> Look:
        async def found() -> dict[str, Any] | None:
            return None

        return found


async def alias(ports: Ports, code: str, vendor: str) -> str:
    """The supplier that a site's vendor means."""
    body = {"Site": code, "SiteVendor": vendor}
    found = await patient(ports.systems["erp"], "find_supplier_aliases", body)
    return str(found["items"][0]["SupplierNumber"])


def digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def plain(name: str) -> str:
    return name.casefold().strip()
