"""Price corrections to the ERP (P03): a stand-in of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from integration_under_test.boundary import Event, Subscription
from tests.couriers.house import Courier
from tests.couriers.patience import patient


class PriceCorrectionCourier(Courier):
    """Enters each at the order that the ERP has under procurement's number."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("procurement", ("procurement.price_correction.issued",)),
    )

    async def on_event(self, event: Event) -> None:
        await self.enter(event.data, event.data["number"])

    async def enter(self, issued: Any, number: str) -> None:
        """Under a number, unless the ERP has it."""
        erp = self.ports.systems["erp"]
        source = {"SourceOrderNumber": issued["po-number"]}
        (order,) = (await patient(erp, "find_purchase_orders", source))["items"]
        month, day, year = issued["issued-on"].split("/")
        body = {
            "CorrectionNumber": number,
            "CorrectionType": issued["type"].upper(),
            "SupplierNumber": issued["erp-supplier-number"],
            "OrderNumber": order["OrderNumber"],
            "OrderLineNumber": issued["line-num"],
            "BusinessUnit": order["BusinessUnit"],
            "ContractNumber": issued["contract-number"],
            "Amount": issued["amount"],
            "CorrectionDate": f"{year}-{month}-{day}",
            "AccountingDate": f"{year}-{month}-{day}",
        }
        asked = {"SupplierNumber": body["SupplierNumber"], "CorrectionNumber": number}

        async def entered() -> dict[str, Any] | None:
            return next(iter((await patient(erp, "find_price_corrections", asked))["items"]), None)

        if await entered() is None:
            await patient(erp, "create_price_correction", body, entered)


class CorrectsTwice(PriceCorrectionCourier):
    """Enters each a second time, under another number."""

    async def on_event(self, event: Event) -> None:
        await super().on_event(event)
        await self.enter(event.data, f"{event.data['number']}-2")
