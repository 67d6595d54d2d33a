"""Mutant M38, defect F21: each message dies by itself, and is redriven as it lay there.

The real mistake: a queue with "three receipts, then the dead letter queue". Later messages about
the same supplier pass by; when somebody empties the dead letter queue a day later, the old state is
written over the new one. The checker of order must kill it.
"""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled, Unavailable
from integration_under_test.faulty.last_arrival_wins import blind
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.ablations import NeverParks
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Applied

RECEIPTS = 3


class ThreeReceipts(EffectOnce):
    """Gives up after the third attempt, and compares no version with what it is given back."""

    async def is_stale(self, command: Command) -> bool:
        return not command.retried and await super().is_stale(command)

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        if command.retried and kind.versioned and kind.look:
            kind = replace(kind, look=blind(kind.look))
        try:
            return await super().deliver(command, kind, attempt)
        except (OutcomeUnknown, Throttled, Unavailable) as error:
            if attempt + 1 < RECEIPTS:
                raise
            raise Rejected(400, "THREE_RECEIPTS", str(error), {}) from error


class OvertakesTheDead(Reference):
    """The reference, with a dead letter queue for each message by itself."""

    mutant = Mutant(
        "M38",
        killed_by="order",
        faults="F10@rough@integration>procurement",
        scale=0.003,
        days=4,
        parameters=(("supplier_changes_per_week", 3000.0), ("supplier_second_version_share", 0.9)),
    )
    parts = Parts(workers=NeverParks, gateway=ThreeReceipts)
