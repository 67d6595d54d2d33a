"""A proposal of S04 becomes a requisition of S02; its order's date goes back to S04 (P11)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from integration_under_test.boundary import Event, Ports, Subscription
from tests.couriers.house import Courier
from tests.couriers.paging import read_all

WORDS = {"EA": "each", "BX": "box", "CS": "case"}
NEEDED_WITHIN = timedelta(days=3)


class ReplenishmentCourier(Courier):
    """Requests what is proposed for its supplier, and confirms what was ordered."""

    subscriptions = (
        Subscription("inventory", ("inventory.replenishment.proposed",)),
        Subscription("procurement", ("procurement.order.issued",)),
        Subscription("erp", ("erp.order.issued",)),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.inventory = ports.systems["inventory"]
        self.procurement = ports.systems["procurement"]
        self.asked: dict[str, tuple[str, str]] = {}

    async def start(self) -> None:
        """Cost centre and dock of each store, joined on the hospital's GLN."""
        found = await self.procurement.call("list_ship_tos", {})
        docks = {row["gln"]: row["code"] for row in found["ship-tos"]}
        stores = await read_all(self.inventory, "list_locations")
        self.stores = {row["location"]: (row["cost_center"], docks[row["gln"]]) for row in stores}

    async def on_event(self, event: Event) -> None:
        data = dict(event.data)
        if event.type == "inventory.replenishment.proposed":
            if data["source"] == "supplier":
                await self.request(data, event.time[:10])
        elif event.type == "procurement.order.issued":
            if "external-reference" in data:
                await self.confirm(data["requisition"], data["po-number"])
        elif data["Reference"] in self.asked:
            await self.confirm(data["Reference"], data["OrderNumber"])

    async def request(self, data: dict[str, Any], today: str) -> None:
        lines = data["lines"]
        cost_center, ship_to = self.stores[lines[0]["location"]]
        need_by = self.need_by(lines, today)
        body = {
            "requester": "replenishment",
            "cost-center": cost_center,
            "ship-to": ship_to,
            "need-by": f"{need_by[4:6]}/{need_by[6:]}/{need_by[:4]}",
            "external-reference": data["replenishment_id"],
            "lines": [self.requested(line) for line in lines],
        }
        answer = await self.procurement.call("create_requisition", body)
        self.asked[answer["number"]] = (data["replenishment_id"], need_by)

    def requested(self, line: dict[str, Any]) -> dict[str, Any]:
        return {
            "line-num": line["line_no"],
            "item-number": line["erp_item_number"],
            "quantity": line["qty_purchase"],
            "uom": WORDS[line["purchase_uom"]],
        }

    def need_by(self, lines: list[dict[str, Any]], today: str) -> str:
        """The first day on which something is needed, as S04 writes days."""
        days = [line["needed_on"] for line in lines if line["needed_on"]]
        usual = date.fromisoformat(today) + NEEDED_WITHIN
        return min(days, default=usual.strftime("%Y%m%d"))

    async def confirm(self, requisition: str, order: str) -> None:
        replenishment, expected_on = self.asked[requisition]
        body = {
            "replenishment_id": replenishment,
            "requisition": requisition,
            "order": order,
            "expected_on": expected_on,
        }
        await self.inventory.call("confirm_replenishment", body)
