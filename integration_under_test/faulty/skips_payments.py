"""Mutant M31: one kind of event is acknowledged, and nothing is done about it.

The real mistake: a release of the ERP gave the event a new type, and the consumer's `default:`
branch returns quietly. Payments are made, and neither the buyer nor the contract ever hears of
them. The checker of lineage must kill it: intents that lead to
nothing, and wait nowhere.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference


class SkipsPayments(Reference):
    """The reference, except that payments are no news."""

    mutant = Mutant("M31", killed_by="lineage", scale=0.003)

    async def on_event(self, event: Event) -> None:
        if event.type != "erp.payment.issued":
            await super().on_event(event)
