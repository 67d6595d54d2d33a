"""Mutant M27: of a write that may be repeated nobody finds out whether it was done.

The real mistake: "it is an upsert, so a time-out does no harm" - true of the repetition, and then
nobody repeats it. Mostly the write was there and only its answer was lost (F04), so the books are
right, by luck. The checker of indeterminate outcomes must kill it: luck is no evidence.
"""

from __future__ import annotations

from integration_under_test.boundary import OutcomeUnknown
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import NOTHING_APPLIED, Applied


class Careless(EffectOnce):
    """Leaves a repeatable write alone after its first time-out."""

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        try:
            return await super().deliver(command, kind, attempt)
        except OutcomeUnknown:
            if not kind.upsert:
                raise
            return NOTHING_APPLIED


class TrustsUpserts(Reference):
    """The reference, except that a time-out of an upsert is nobody's concern."""

    mutant = Mutant("M27", killed_by="indeterminate", faults="F04@harsh", scale=0.003)
    parts = Parts(gateway=Careless)
