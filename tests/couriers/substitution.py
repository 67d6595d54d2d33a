"""An approved substitute becomes known to the ERP, the store, billing (P12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.boundary import Event, Ports, Rejected, Subscription
from tests.couriers.house import Courier
from tests.couriers.paging import read_all


class SubstitutionCourier(Courier):
    """Knows the items of the store and the codes of billing by the ERP's item number."""

    subscriptions = (
        Subscription(
            "procurement",
            (
                "procurement.substitution.approved",
                "procurement.order.changed",
                "procurement.order.cancelled",
            ),
        ),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.items: dict[str, str] = {}
        self.codes: dict[str, str] = {}

    async def start(self) -> None:
        systems = self.ports.systems
        items = await read_all(systems["inventory"], "list_items")
        self.items = {row["erp_item_number"]: row["item_id"] for row in items}
        codes = await read_all(systems["billing"], "list_charge_master", more="hasMore")
        self.codes = {row["supplyItem"]: row["chargeCode"] for row in codes if row["supplyItem"]}

    async def on_event(self, event: Event) -> None:
        data, today = event.data, event.time[:10]
        if event.type == "procurement.order.changed":
            await self.commit(data, today)
        elif event.type == "procurement.order.cancelled":
            await self.release(data, today)
        else:
            reference = f"{data['po-number']}/{data['line-num']}/{data['id']}"
            await self.stock(data, reference, today)
            await self.charge(data, reference, today)

    async def commit(self, data: Mapping[str, Any], today: str) -> None:
        """All lines as they stand now; the ERP's prices have two decimals."""
        lines = [
            {
                "LineNumber": line["line-num"],
                "ItemNumber": line["item-number"],
                "Quantity": str(line["quantity"]),
                "UnitPrice": line["unit-price"].removesuffix("00"),
            }
            for line in data["lines"]
        ]
        await self.change(data, lines, today)

    async def release(self, data: Mapping[str, Any], today: str) -> None:
        """What was cancelled is no longer committed."""
        lines = [
            {"LineNumber": line["line-num"], "Quantity": str(line["quantity"])}
            for line in data["lines"]
        ]
        await self.change(data, lines, today)

    async def change(
        self, data: Mapping[str, Any], lines: list[dict[str, Any]], today: str
    ) -> None:
        """The ERP's order becomes the version that procurement has, if it is not there yet."""
        erp = self.ports.systems["erp"]
        found = await erp.call("find_purchase_orders", {"SourceOrderNumber": data["po-number"]})
        body = {
            "OrderNumber": found["items"][0]["OrderNumber"],
            "Version": data["version"],
            "ChangeDate": today,
            "Lines": lines,
        }
        try:
            await erp.call("change_purchase_order", body)
        except Rejected as rejected:
            if rejected.code != "STALE_VERSION":
                raise

    async def stock(self, data: Mapping[str, Any], reference: str, today: str) -> None:
        body = {
            "item_id": self.items[data["ordered-item-number"]],
            "substitute_item_id": self.items[data["substitute-item-number"]],
            "factor": 1,
            "supplier": data["erp-supplier-number"],
            "valid_from": today.replace("-", ""),
            "reference": reference,
        }
        await self.ports.systems["inventory"].call("put_cross_reference", body)

    async def charge(self, data: Mapping[str, Any], reference: str, today: str) -> None:
        """Only what is charged at all."""
        ordered = self.codes.get(data["ordered-item-number"])
        substitute = self.codes.get(data["substitute-item-number"])
        if ordered is None or substitute is None:
            return
        body = {
            "chargeCode": ordered,
            "substituteChargeCode": substitute,
            "effectiveOn": today.replace("-", ""),
            "sourceReference": reference,
        }
        await self.ports.systems["billing"].call("put_charge_cross_reference", body)
