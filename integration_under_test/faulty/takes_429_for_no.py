"""Mutant M17: a 429 is a refusal like any other; its Retry-After is not read.

The real mistake: "4xx is the caller's fault, so trying again is pointless". A throttled call (F09)
says when to come back, and is handed to a person instead, who can do no more than that. The checker
of losses must kill it: an item in the queue whose cause nobody confirms excuses nothing.
"""

from __future__ import annotations

from integration_under_test.boundary import Rejected, Throttled
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Applied


class NeverComesBack(EffectOnce):
    """Gives up what was put off."""

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        try:
            return await super().deliver(command, kind, attempt)
        except Throttled as put_off:
            raise Rejected(400, "TOO_MANY", put_off.message, put_off.body) from put_off


class Takes429ForNo(Reference):
    """The reference, to which a wait is a no."""

    mutant = Mutant("M17", killed_by="loss", faults="F09@harsh", scale=0.003)
    parts = Parts(gateway=NeverComesBack)
