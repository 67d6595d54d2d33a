"""Requests for suppliers to the risk service, its results and holds back to procurement (P01)."""

from __future__ import annotations

import asyncio
from typing import Any

from integration_under_test.boundary import (
    Event,
    OutcomeUnknown,
    Ports,
    Rejected,
    Subscription,
    SystemClient,
    Throttled,
    Unavailable,
)
from tests.couriers.house import Courier

DONE = ("reference_taken", "DUPLICATE_HOLD", "ILLEGAL_TRANSITION")
"""What a system says of something that it has done before."""


class RiskCourier(Courier):
    """Carries each event once, in its own order of hold and release."""

    subscriptions = (
        Subscription("procurement", ("procurement.supplier.requested",)),
        Subscription("supplier_risk", ("supplier_risk.*",)),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.procurement = ports.systems["procurement"]
        self.risk = ports.systems["supplier_risk"]
        self.seen: set[str] = set()

    async def on_event(self, event: Event) -> None:
        if event.id in self.seen:
            return
        self.seen.add(event.id)
        data = dict(event.data)
        if event.type == "procurement.supplier.requested":
            await self.screen(data)
        elif event.type == "supplier_risk.screening.completed":
            await self.tell(data)
        elif event.type == "supplier_risk.hold.placed":
            await self.do(self.procurement, "set_risk_hold", self.hold(data))
        elif event.type == "supplier_risk.hold.released":
            body = {"hold-reference": data["id"], "reason": data["release_reason"]}
            await self.do(self.procurement, "release_risk_hold", body)

    async def screen(self, data: dict[str, Any]) -> None:
        body = {
            "external_reference": data["request-reference"],
            "legal_name": data["name"],
            "tax_number": data["tax-id"].replace("-", ""),
            "checks": ["sanctions", "exclusion_list", "financial"],
        }
        await self.do(self.risk, "request_screening", body)

    async def tell(self, data: dict[str, Any]) -> None:
        asked = {"request-reference": data["external_reference"]}
        found = await self.do(self.procurement, "find_supplier_requests", asked)
        body = {
            "id": found["supplier-requests"][0]["id"],
            "result": self.result(data),
            "screened-by": data["id"],
            "reason": data["reason"],
        }
        await self.do(self.procurement, "record_screening", body)

    def result(self, data: dict[str, Any]) -> str:
        return str(data["status"])

    def hold(self, data: dict[str, Any]) -> dict[str, Any]:
        """By the ERP's number where the service has it."""
        reference, number = data["id"], data["vendor_reference"]
        named = {"erp-number": number} if number else {"tax-id": data["tax_number"]}
        return {"hold-reference": reference, "reason": data["reason"], **named}

    async def do(self, system: SystemClient, operation: str, body: dict[str, Any]) -> Any:
        for _attempt in range(600):
            try:
                return await system.call(operation, body)
            except (Throttled, Unavailable, OutcomeUnknown):
                await asyncio.sleep(30.0)
            except Rejected as rejected:
                if rejected.code not in DONE:
                    raise
                return None
        return None


class ForgetsReleases(RiskCourier):
    """Carries holds one way."""

    async def on_event(self, event: Event) -> None:
        if event.type != "supplier_risk.hold.released":
            await super().on_event(event)


class TrustsEverybody(RiskCourier):
    """Takes every screening for clear."""

    def result(self, data: dict[str, Any]) -> str:
        return "clear"


class ScreensNobody(RiskCourier):
    """Records a clear screening on its own account."""

    async def screen(self, data: dict[str, Any]) -> None:
        body = {"id": data["id"], "result": "clear", "screened-by": "hub"}
        await self.do(self.procurement, "record_screening", body)
