"""Defect F06, mutant M05: each retry is a new request to the target.

The real mistake: a retry in the HTTP client library, which draws a fresh idempotency key for each
attempt, and nobody asks the systems that take no keys whether the first attempt got through. An
answer lost after the commit (F04) or an error after it (F10) then posts twice. The checker of
net duplicates, which counts effects by business key, must kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind, Look
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.parts import Parts


class FreshKeys(EffectOnce):
    """Looks only where the write needs the target's own id."""

    def looks_first(self, kind: CommandKind, look: Look, attempt: int) -> bool:
        return look.always

    def idempotency_key(self, command: Command, attempt: int) -> str:
        return f"{command.identity}#{attempt}"


class RetriesWithoutKey(Reference):
    """The reference, with retries that do not know of each other."""

    mutant = Mutant("M05", killed_by="duplicates", faults="F04@rough")
    parts = Parts(gateway=FreshKeys)
