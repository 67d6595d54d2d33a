"""A proposal for the warehouse becomes a pick order, its shipment stock on its way (P11, S19)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from integration_under_test.boundary import Document, Event, Ports, Subscription
from tests.couriers.house import Courier
from tests.couriers.paging import read_all

MAILBOX = "WAREHOUSE"
SKU = slice(19, 33)
QUANTITY = slice(61, 71)
"""Columns of an ONH record: site 6, location 10, item 14, lot 20, expiry 8, quantity 10."""


def compact(ordinal: str) -> str:
    """2026-104 as 20260414."""
    year, number = ordinal.split("-")
    return (date(int(year), 1, 1) + timedelta(days=int(number) - 1)).strftime("%Y%m%d")


class WarehouseCourier(Courier):
    """Orders picks, confirms their day, announces what was shipped, takes over the stock file."""

    subscriptions = (
        Subscription("inventory", ("inventory.replenishment.proposed",)),
        Subscription("warehouse", ("warehouse.shipment.dispatched",)),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.inventory = ports.systems["inventory"]
        self.warehouse = ports.systems["warehouse"]

    async def start(self) -> None:
        """SKU by part number, item by part number, dock by store."""
        self.skus: dict[str, str] = {}
        more = True
        while more:
            asked = {"LIMIT": 500, "OFFSET": len(self.skus)}
            page = await self.warehouse.call("list_items", asked)
            self.skus.update({row["PART_NO"]: row["SKU"] for row in page["ITEMS"]})
            more = bool(page["ITEMS"]) and page["MORE"]
        items = await read_all(self.inventory, "list_items")
        self.items = {row["erp_item_number"]: row["item_id"] for row in items}
        stores = await read_all(self.inventory, "list_locations")
        self.docks = {row["location"]: row["gln"] for row in stores}

    async def on_event(self, event: Event) -> None:
        data = dict(event.data)
        if event.type == "warehouse.shipment.dispatched":
            for line in data["LINES"]:
                await self.inventory.call("announce_inbound", self.announced(data, line))
        elif data["source"] == "warehouse":
            await self.order(data)

    async def order(self, data: dict[str, Any]) -> None:
        store = data["lines"][0]["location"]
        body = {
            "SOURCE_REF": data["replenishment_id"],
            "SHIP_TO": self.docks[store],
            "DELIVER_TO": store,
            "PRIORITY": "U" if data["reason"] == "emergency" else "N",
            "LINES": [
                {
                    "LINE": line["line_no"],
                    "SKU": self.skus[line["erp_item_number"]],
                    "QTY": line["wanted_qty"],
                }
                for line in data["lines"]
            ],
        }
        answer = await self.warehouse.call("create_pick_order", body)
        confirmed = {
            "replenishment_id": data["replenishment_id"],
            "requisition": answer["PICK_ORDER"],
            "order": answer["PICK_ORDER"],
            "expected_on": compact(answer["EXPECTED_ON"]),
        }
        await self.inventory.call("confirm_replenishment", confirmed)

    def announced(self, data: dict[str, Any], line: dict[str, Any]) -> dict[str, Any]:
        return {
            "source_ref": f"{data['SHIPMENT']}/{line['LINE']}",
            "origin": MAILBOX,
            "to_location": data["DELIVER_TO"],
            "item_id": self.items[line["PART_NO"]],
            "qty": line["QTY"],
            "lot": line["LOT"],
            "expiry": compact(line["EXPIRES_ON"]),
        }

    async def on_document(self, document: Document) -> bool:
        if document.sender != MAILBOX:
            return False
        header, *records = document.content.decode().splitlines()
        parts = {sku: part for part, sku in self.skus.items()}
        totals: dict[str, int] = {}
        for record in records:
            if record.startswith("ONH"):
                item = self.items[parts[record[SKU].strip()]]
                totals[item] = totals.get(item, 0) + int(record[QUANTITY])
        body = {
            "snapshot_ref": f"{MAILBOX}/{int(header[25:33])}",
            "as_of": header[33:41],
            "lines": [{"item_id": item, "qty": qty} for item, qty in totals.items()],
        }
        await self.inventory.call("post_warehouse_stock", body)
        return True
