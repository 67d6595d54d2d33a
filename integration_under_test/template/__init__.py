"""The smallest integration that does something useful: a usage becomes a charge (P09).

Copy this file to start your own. It has no queue and no store: when a call fails it raises, and
the sender delivers the event again. The idempotency key keeps the charge single meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence

from integration_under_test.boundary import Event, Ports, Subscription


class Template:
    """Listens to the inventory, writes to billing."""

    # What you want to hear of, as data: the host reads it before it starts you.
    subscriptions: Sequence[Subscription] = (
        Subscription("inventory", ("inventory.usage.recorded",)),
    )

    async def start(self, ports: Ports) -> None:
        # `ports` is all that you may touch. Keep what you need of it.
        self._billing = ports.systems["billing"]
        # Inventory knows items, billing knows charge codes: ask billing for its table. Page by
        # page, as real systems answer.
        self._charge_codes: dict[str, str] = {}
        offset, more = 0, True
        while more:
            page = {"limit": 500, "offset": offset}
            answer = await self._billing.call("list_charge_master", page)
            self._charge_codes |= {r["supplyItem"]: r["chargeCode"] for r in answer["items"]}
            offset, more = offset + 500, answer["hasMore"]

    async def on_event(self, event: Event) -> None:
        # Returning says "I have it". Raising says "send it again later".
        if event.type not in self.subscriptions[0].types:
            return
        usage = event.data
        code = self._charge_codes.get(usage["erp_item_number"])
        if code is None:
            return  # most supplies are not charged on their own
        charge = {
            "sourceReference": usage["usage_id"],
            "encounterId": usage["encounter_id"],
            "chargeCode": code,
            "quantity": usage["qty"],
            "serviceDate": usage["performed_at"][:8],
        }
        if usage["lot"]:
            charge["lot"] = usage["lot"]  # an implant's lot must be on its charge
        # The same key on every attempt: billing answers a repetition with what it did before. And
        # the correlation id of what came in, so that the charge leads back to its usage.
        correlation = str(event.extensions.get("correlation", ""))
        await self._billing.call(
            "create_charge", charge, idempotency_key=usage["usage_id"], correlation_id=correlation
        )
