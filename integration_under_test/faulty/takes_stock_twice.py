"""Mutant M35: what a ward used is taken off the shelf once more, by the interface.

The real mistake: two teams, each sure that the other's system does not touch the stock. The
inventory application took it off when it recorded the usage, and the interface "synchronises" it
with an adjustment. Every movement is booked and every sum agrees, so the checker of stock is
content. The checker of consistency must kill it, which asks for what receipts and usages leave
(K67).
"""

from __future__ import annotations

from contextlib import suppress

from integration_under_test.boundary import CallError
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.gateway.lanes import Envelope
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Applied


class Synchronises(EffectOnce):
    """Adjusts a shelf by what was used of it."""

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        applied = await super().deliver(command, kind, attempt)
        if command.kind == "post_cost":
            usage = command.document
            body = {
                "location": usage.location,
                "item_id": self._enquiries.crosswalk.item(usage.item).inventory_id,
                "lot": usage.lot,
                "delta": -usage.quantity_ea,
                "reason": "synchronised",
            }
            envelope = Envelope(command.correlation_id)
            with suppress(CallError):
                await self._lanes.call("inventory", "adjust_stock", body, envelope)
        return applied


class TakesStockTwice(Reference):
    """The reference, with a hand of its own on the shelves."""

    mutant = Mutant("M35", killed_by="consistency", scale=0.003)
    parts = Parts(gateway=Synchronises)
