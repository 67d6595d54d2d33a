"""Carries each day's cut of journals, charges, usages into the analytics warehouse."""

from __future__ import annotations

from typing import Any, ClassVar

from integration_under_test.boundary import Event, Ports, Rejected, Subscription
from tests.couriers.house import Courier
from tests.couriers.paging import PAGE_ROWS, read_all

Facts = dict[str, list[dict[str, Any]]]
"""By GLN."""


class AnalyticsCourier(Courier):
    """One batch for each facility and day; its id is made of both, so that it can be repeated."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("erp", ("erp.postings.cut",)),
        Subscription("billing", ("billing.charges.cut",)),
        Subscription("inventory", ("inventory.usages.cut",)),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.glns: dict[str, str] = {}
        self.accounts: set[str] = set()

    async def on_event(self, event: Event) -> None:
        carry = {
            "erp.postings.cut": self.journals,
            "billing.charges.cut": self.charges,
            "inventory.usages.cut": self.usages,
        }
        await carry[event.type](event.subject)

    async def journals(self, day: str) -> None:
        """A line of the warehouse is a line of a journal."""
        erp = self.ports.systems["erp"]
        units = await _pages(erp, "list_locations", {})
        self.glns = {unit["BusinessUnit"]: unit["GLN"] for unit in units}
        facts: Facts = {}
        for journal in await _pages(erp, "list_postings", {"PostingDay": day}):
            gln, number = self.glns[journal["BusinessUnit"]], journal["JournalNumber"]
            for place, line in enumerate(journal["Lines"], start=1):
                row = {"transaction_id": f"{number}/{place}", "account": line["Account"]}
                row |= {"period": journal["AccountingDate"][:7], "amount": line["Amount"]}
                facts.setdefault(gln, []).append(row)
        await self.load("erp", "journal", day, facts)

    async def charges(self, day: str) -> None:
        """Without the encounter: nobody's stay belongs into the warehouse."""
        billing = self.ports.systems["billing"]
        known = await read_all(billing, "list_facilities", more="hasMore")
        glns = {facility["facilityId"]: facility["gln"] for facility in known}
        facts: Facts = {}
        for charge in await _listed(billing, "list_cut_charges", day, "hasMore"):
            served = charge["serviceDate"]
            row = {"transaction_id": charge["chargeId"], "quantity": charge["quantity"]}
            row |= {"period": f"{served[:4]}-{served[4:6]}"}
            row |= {"amount": f"{charge['amountCents'] // 100}.{charge['amountCents'] % 100:02d}"}
            facts.setdefault(glns[charge["facilityId"]], []).append(row)
        await self.load("billing", "charge", iso(day), facts)

    async def usages(self, day: str) -> None:
        inventory = self.ports.systems["inventory"]
        known = await read_all(inventory, "list_locations")
        glns = {location["facility"]: location["gln"] for location in known}
        facts: Facts = {}
        for usage in await _listed(inventory, "list_cut_usages", day, "has_more"):
            row = {"transaction_id": usage["usage_id"], "item": usage["erp_item_number"]}
            row |= {"quantity": usage["qty"], "period": iso(day)[:7]}
            facts.setdefault(glns[usage["facility"]], []).append(row)
        await self.load("inventory", "usage", iso(day), facts)

    async def load(self, feed: str, table: str, day: str, facts: Facts) -> None:
        """All facilities of a day; control figures are made of the rows that are sent."""
        for gln, rows in sorted(facts.items()):
            cents = [_cents(row.get("amount", "0.00")) for row in rows]
            debits = sum(amount for amount in cents if amount > 0)
            batch: dict[str, Any] = {
                "batch_id": f"{table}-{gln}-{day}",
                "feed": feed,
                "table": table,
            }
            batch |= {"facility": gln, "business_day": day, "control_count": len(rows)}
            batch["control_total"] = f"{debits // 100}.{debits % 100:02d}"
            await self.send({**batch, "rows": rows})

    async def send(self, batch: dict[str, Any]) -> None:
        """Unknown accounts are made members first: the ERP's chart leads."""
        analytics = self.ports.systems["analytics"]
        new = {row["account"] for row in batch["rows"] if "account" in row} - self.accounts
        if new:
            members = [{"key": account, "name": account} for account in sorted(new)]
            body = {"dimension": "account", "members": members}
            known = {row["key"] async for row in _members(analytics, "account")}
            if body["members"] and not new <= known:
                body["members"] = [m for m in members if m["key"] not in known]
                await analytics.call("merge_dimension", body)
            self.accounts |= new
        try:
            await analytics.call("load_batch", batch)
        except Rejected as rejected:
            if rejected.status != 409:
                raise


async def _members(client: Any, dimension: str) -> Any:
    offset: int | None = 0
    while offset is not None:
        page = await client.call("list_dimension", {"dimension": dimension, "offset": offset})
        for row in page["rows"]:
            yield row
        offset = page["next_offset"]


async def _pages(client: Any, operation: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    more = True
    while more:
        page = await client.call(operation, {**body, "Limit": PAGE_ROWS, "Offset": len(found)})
        found += page["items"]
        more = page["hasMore"]
    return found


async def _listed(client: Any, operation: str, day: str, more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    going = True
    while going:
        page = await client.call(operation, {"day": day, "limit": PAGE_ROWS, "offset": len(found)})
        found += page["items"]
        going = page[more]
    return found


def iso(day: str) -> str:
    """YYYY-MM-DD from YYYYMMDD."""
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def _cents(amount: str) -> int:
    sign = -1 if amount.startswith("-") else 1
    whole, _, fraction = amount.lstrip("-").partition(".")
    return sign * (int(whole) * 100 + int(fraction))
