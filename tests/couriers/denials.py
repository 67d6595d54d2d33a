"""Where a denied supply came from (P15): a stand-in that asks three systems, attaches the chain."""

from __future__ import annotations

from typing import Any, ClassVar

from integration_under_test.boundary import Event, Ports, Subscription
from tests.couriers.house import Courier

USAGE = "US-"
OPENING, NONE = "opening", "none"


class DenialsCourier(Courier):
    """One chain for each denied line that bills a usage of a lot."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("billing", ("billing.claim.denied",)),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self._begun: set[str] = set()

    async def on_event(self, event: Event) -> None:
        # A denial of many lines takes longer than its sender waits: what comes again is under way.
        if event.subject in self._begun:
            return
        self._begun.add(event.subject)
        lines = {reason["line"]: reason for reason in event.data["reasons"]}
        for line, reason in lines.items():
            if reason["sourceReference"].startswith(USAGE):
                await self._attach(event.subject, line, reason)

    async def _attach(self, denial_id: str, line: int, reason: Any) -> None:
        inventory = self.ports.systems["inventory"]
        usage = await inventory.call("get_usage", {"usage_id": reason["sourceReference"]})
        if not usage["lot"]:
            return
        body = {
            "denialId": denial_id,
            "line": line,
            "usageId": usage["usage_id"],
            "lot": usage["lot"],
            "chargeId": reason["chargeId"],
            **await self.origin(usage),
        }
        await self.ports.systems["billing"].call("attach_denial_evidence", body)

    async def origin(self, usage: Any) -> dict[str, str]:
        """The receipt, the order, the contract of a lot; the last line that brought it before its
        use counts."""
        found = await self.ports.systems["inventory"].call(
            "find_lot_receipts", {"item_id": usage["item_id"], "lot": usage["lot"], "limit": 100}
        )
        before = [one for one in found["items"] if one["received_at"] <= usage["performed_at"]]
        if not before:
            return {"receipt": OPENING, "poNumber": OPENING, "contractNumber": OPENING}
        receipt = before[-1]
        line = [one for one in receipt["lines"] if _brings(one, usage)][-1]
        key = receipt.get("source_ref") or f"{receipt['receipt_no']}/{line['line_no']}"
        if not receipt["po_number"]:
            return {"receipt": key, "poNumber": NONE, "contractNumber": NONE}
        order = await self.ports.systems["procurement"].call(
            "get_order", {"po-number": receipt["po_number"]}
        )
        contract = order["contract-number"] or NONE
        return {"receipt": key, "poNumber": receipt["po_number"], "contractNumber": contract}


def _brings(line: Any, usage: Any) -> bool:
    """Two items may share the number of a lot."""
    return bool(line["item_id"] == usage["item_id"] and line["lot"] == usage["lot"])
