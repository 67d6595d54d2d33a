"""Mutant M37, defect F20: what cannot be sent is dropped, for nobody set up where to leave it.

The real mistake: a queue without a dead letter exchange, or one whose messages expire; the handler
rejects the message after the last attempt, and the broker throws it away. The checker of losses
must kill it: nothing arrived, and no queue with an owner names it.
"""

from __future__ import annotations

from collections.abc import Sequence

from integration_under_test.boundary import Document, Event
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.events.dead_letters import DeadLetters
from integration_under_test.reference.events.retry import Park
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import NOTHING_APPLIED


class Nowhere(DeadLetters):
    """Leaves out what came to its end, and tells nobody."""

    async def bury(self, command: Command, park: Park, flow: str) -> None:
        await self._store.finish(command.row, command.identity, NOTHING_APPLIED)

    async def refuse(self, event: Event, park: Park, flow: str) -> None:
        """Acknowledged, and gone."""

    async def refuse_document(
        self, key: str, document: Document, park: Park, flow: str, answers: Sequence[Command] = ()
    ) -> bool:
        return False


class KeepsNoDead(Reference):
    """The reference, without dead letters."""

    mutant = Mutant("M37", killed_by="loss", faults="F35@rough", scale=0.003)
    parts = Parts(dead_letters=Nowhere)
