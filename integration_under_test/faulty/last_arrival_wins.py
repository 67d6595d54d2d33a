"""Mutant M10: whatever comes last counts, however old it is.

The real mistake: an upsert without a version, because "events come in order anyway". A held or
repeated delivery (F02) then overwrites a later one, in systems that take the last write whatever
it says. The checker of order must kill it.
"""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import Answer, CommandKind, Look
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Applied


class Overwrites(EffectOnce):
    """Compares no versions, neither its own nor the target's."""

    async def is_stale(self, command: Command) -> bool:
        return False

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        if kind.versioned and kind.look:
            kind = replace(kind, look=blind(kind.look))
        return await super().deliver(command, kind, attempt)


def blind(look: Look) -> Look:
    """Brings the target's own id, and proves nothing."""

    def proves(document: object, answer: Answer) -> bool:
        return False

    return replace(look, proves=proves)


class LastArrivalWins(Reference):
    """The reference, without versions."""

    mutant = Mutant(
        "M10",
        killed_by="order",
        faults="F02@harsh@erp>integration",
        scale=0.003,
        parameters=(("supplier_changes_per_week", 30000.0), ("supplier_second_version_share", 0.9)),
    )
    parts = Parts(gateway=Overwrites)
