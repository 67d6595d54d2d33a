"""Orders and receipts that begin in the ERP, carried to where they must be known (P04-P06).

The budget decision stays with the reference: only what follows it is another way round.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any, ClassVar

from integration_under_test.boundary import Event, Ports, Subscription
from tests.couriers.edi import EdiCourier
from tests.couriers.house import Courier
from tests.couriers.paging import read_all

WORDS = {"EA": "each", "BX": "box", "CS": "case"}
CODES = {word: code for code, word in WORDS.items()}


def us_day(iso: str) -> str:
    """2026-04-14 as 04/14/2026."""
    year, month, day = iso.split("-")
    return f"{month}/{day}/{year}"


class ErpOriginCourier(Courier):
    """Has the ERP order what was sourced, and brings the order back to procurement."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("procurement", ("procurement.requisition.sourced",)),
        Subscription("erp", ("erp.order.issued",)),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.erp = ports.systems["erp"]
        self.procurement = ports.systems["procurement"]
        self.sourced: dict[str, dict[str, Any]] = {}

    async def on_event(self, event: Event) -> None:
        data = dict(event.data)
        if event.type == "procurement.requisition.sourced":
            self.sourced[data["number"]] = data
            await self.order(data, event.time[:10])
        elif event.type == "erp.order.issued" and data["Reference"] in self.sourced:
            await self.procurement.call("import_order", self.imported(data))

    async def order(self, data: dict[str, Any], today: str) -> None:
        """One order for each supplier of the requisition."""
        split: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in data["lines"]:
            split[line["erp-supplier-number"]].append(line)
        for supplier, lines in split.items():
            await self.erp.call("create_direct_order", self.ordered(data, supplier, lines, today))

    def ordered(
        self, data: dict[str, Any], supplier: str, lines: list[dict[str, Any]], today: str
    ) -> dict[str, Any]:
        return {
            "Reference": data["number"],
            "SupplierNumber": supplier,
            "BusinessUnit": self.unit(data["ship-to"]),
            "CostCenter": data["cost-center"],
            "OrderDate": today,
            "ContractNumber": next(
                (line["contract-number"] for line in lines if line["contract-number"]), ""
            ),
            "Lines": [
                {
                    "LineNumber": number,
                    **self.what(line),
                    "Quantity": str(line["quantity"]),
                    "UOMCode": CODES[line["uom"]],
                    "UnitPrice": self.price(line),
                }
                for number, line in enumerate(lines, start=1)
            ],
        }

    def what(self, line: dict[str, Any]) -> dict[str, Any]:
        """An item, or what somebody does, which nobody receives."""
        if line["item-number"]:
            return {"ItemNumber": line["item-number"]}
        match = "2-WAY" if line["kind"] == "service" else "3-WAY"
        return {"Description": line["description"], "MatchOption": match}

    def price(self, line: dict[str, Any]) -> str:
        """Four decimals there, two here."""
        return str(line["unit-price"])[:-2]

    def unit(self, ship_to: str) -> str:
        """SHIP-1001 is BU100's dock: the group numbers both in one order."""
        return self.units[ship_to]

    async def start(self) -> None:
        found = await self.procurement.call("list_ship_tos", {})
        units = await self.erp.call("list_locations", {})
        by_gln = {row["GLN"]: row["BusinessUnit"] for row in units["items"]}
        self.units = {row["code"]: by_gln[row["gln"]] for row in found["ship-tos"]}

    def imported(self, order: dict[str, Any]) -> dict[str, Any]:
        data = self.sourced[order["Reference"]]
        asked = [
            line for line in data["lines"] if line["erp-supplier-number"] == order["SupplierNumber"]
        ]
        return {
            "po-number": order["OrderNumber"],
            "requisition-id": data["id"],
            "supplier-id": asked[0]["supplier-id"],
            "contract-number": order["ContractNumber"],
            "issued-on": us_day(order["OrderDate"]),
            "lines": [
                {
                    "line-num": line["LineNumber"],
                    "requisition-line": wanted["line-num"],
                    "quantity": int(line["Quantity"]),
                    "uom": WORDS[line["UOMCode"]],
                    "unit-price": f"{line['UnitPrice']}00",
                }
                for line, wanted in zip(order["Lines"], asked, strict=True)
            ],
        }


class ErpEdiCourier(EdiCourier):
    """Sends the 850 of an order that the ERP issued: every one is for a requisition here."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("erp", ("erp.order.issued",)),
    )

    async def start(self) -> None:
        await super().start()
        units = await self.ports.systems["erp"].call("list_locations", {})
        codes = {gln: code for code, gln in self.docks.items()}
        self.ship_tos = {row["BusinessUnit"]: codes[row["GLN"]] for row in units["items"]}

    async def on_event(self, event: Event) -> None:
        await super().on_event(replace(event, data=self.as_issued(dict(event.data))))

    def as_issued(self, order: dict[str, Any]) -> dict[str, Any]:
        """As procurement would say it of an order of its own."""
        lines = [
            {
                "line-num": line["LineNumber"],
                "item-number": line["ItemNumber"],
                "quantity": int(line["Quantity"]),
                "uom": WORDS[line["UOMCode"]],
                "unit-price": f"{line['UnitPrice']}00",
            }
            for line in order["Lines"]
        ]
        return {
            "po-number": order["OrderNumber"],
            "erp-supplier-number": order["SupplierNumber"],
            "ship-to": self.ship_tos[order["BusinessUnit"]],
            "issued-on": us_day(order["OrderDate"]),
            "lines": lines,
        }


class ErpReceiptCourier(Courier):
    """Puts on the shelf what the docks booked in the ERP; tells procurement and billing."""

    subscriptions = (Subscription("erp", ("erp.receipt.recorded",)),)

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.systems = ports.systems

    async def start(self) -> None:
        """The item master of inventory, and what is charged for an item."""
        items = await read_all(self.systems["inventory"], "list_items")
        self.items = {row["erp_item_number"]: row for row in items}
        charges = await read_all(self.systems["billing"], "list_charge_master", more="hasMore")
        self.codes = {row["supplyItem"]: row["chargeCode"] for row in charges}

    async def on_event(self, event: Event) -> None:
        line = dict(event.data)
        item = self.items[line["ItemNumber"]]
        receipt = self.shelved(line, item)
        await self.systems["inventory"].call("record_receipt", receipt)
        await self.systems["procurement"].call("record_receipt", self.noted(line))
        code = self.codes.get(line["ItemNumber"])
        if item["implant"] and code:
            await self.systems["billing"].call("register_supply_lot", self.eligible(line, code))

    def shelved(self, line: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
        return {
            "facility": line["DeliverTo"].partition("-")[0],
            "location": line["DeliverTo"],
            "po_number": line["SourceOrderNumber"],
            "source_ref": f"{line['ReceiptNumber']}/{line['ReceiptLine']}",
            "lines": [
                {
                    "po_line": line["LineNumber"],
                    "item_id": item["item_id"],
                    "qty": int(line["Quantity"]),
                    "uom": line["UOMCode"],
                    "lot": line["LotNumber"],
                    "expiry": line["LotExpirationDate"].replace("-", ""),
                }
            ],
        }

    def noted(self, line: dict[str, Any]) -> dict[str, Any]:
        return {
            "receipt-number": line["ReceiptNumber"],
            "receipt-line": line["ReceiptLine"],
            "po-number": line["SourceOrderNumber"],
            "line-num": line["LineNumber"],
            "quantity": int(line["Quantity"]),
            "uom": WORDS[line["UOMCode"]],
            "received-on": us_day(line["AccountingDate"]),
        }

    def eligible(self, line: dict[str, Any], code: str) -> dict[str, Any]:
        return {
            "chargeCode": code,
            "lot": line["LotNumber"],
            "receiptReference": f"{line['ReceiptNumber']}/{line['ReceiptLine']}",
            "expiry": line["LotExpirationDate"].replace("-", ""),
        }
