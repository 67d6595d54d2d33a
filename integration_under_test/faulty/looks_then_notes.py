"""Mutant M20: the inbox is written in another transaction than what the event asks for.

The real mistake: look whether the event is known, do the work, note that it is known - three
statements in a row, each correct. Two deliveries at once (F01) both find nothing, and so does one
that comes again after a crash between the last two. The checker of duplicates must kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command, Origin, Step
from integration_under_test.reference.events.inbox import Inbox
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Arrival


class InTurn(Inbox):
    """Asks, stores, notes; each on its own."""

    async def _accept(
        self, origin: Origin, steps: tuple[Step, ...], arrival: Arrival
    ) -> list[Command]:
        known = f"inbox/{origin.key}"
        if await self._store.remembered(known):
            return []
        key = f"{origin.key}#{self._clock.now().isoformat()}"
        stored = Arrival(key, arrival.held)
        commands = await super()._accept(origin._replace(key=key), steps, stored)
        await self._store.remember(known, 1)
        return commands


class LooksThenNotes(Reference):
    """The reference, with an inbox beside its outbox."""

    mutant = Mutant("M20", killed_by="duplicates", faults="F22@harsh", scale=0.003)
    parts = Parts(inbox=InTurn)
