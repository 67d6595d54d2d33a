"""Defect of mutant M09's family: a call of unknown outcome counts as done.

The real mistake: an error handler that was written for "it surely arrived, the answer was just
slow", so a time-out is logged and the message removed from the queue. A request that was lost
before it arrived (F03), or that met an error before the commit (F10), has then no effect and
nobody looks for it. The checker of silent losses must kill it.
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


class Optimist(EffectOnce):
    """Never asks what became of a request."""

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        try:
            return await super().deliver(command, kind, attempt)
        except OutcomeUnknown:
            return NOTHING_APPLIED


class DropsOnTimeout(Reference):
    """The reference, except that it takes no answer for a yes."""

    mutant = Mutant("M09", killed_by="loss", faults="F03@rough")
    parts = Parts(gateway=Optimist)
