"""The inbox: each event and document is taken once, together with everything that it owes.

Its key and the outbox rows land in one transaction, and only then is it acknowledged: whatever
crashes, either the sender still has it or we do (faults F22, F23).
"""

from __future__ import annotations

from hashlib import blake2b

from integration_under_test.boundary import Clock, Document, Event
from integration_under_test.reference.events.command import (
    Command,
    Origin,
    Step,
    commands_of,
    origin_of,
    to_row,
)
from integration_under_test.reference.store.store import Arrival, Store


class Inbox:
    """Takes events and documents; a second delivery changes nothing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def accept(self, event: Event, steps: tuple[Step, ...]) -> list[Command]:
        """The commands to work on because of this event: none if it was here before."""
        origin = origin_of(event)
        return await self._accept(origin, steps, Arrival(origin.key))

    async def accept_document(
        self, document: Document, key: str, steps: tuple[Step, ...], damaged: bool = False
    ) -> list[Command]:
        """As `accept`, for a document. Raises AlreadyKnown if it came with another content; one
        that is damaged may come again under its key."""
        digest = blake2b(document.content, digest_size=16).hexdigest()
        arrival = Arrival(key, digest, f"{key}|{document.id}|{digest}", damaged)
        return await self._accept(Origin(key, self._clock.now().isoformat(), key), steps, arrival)

    async def _accept(
        self, origin: Origin, steps: tuple[Step, ...], arrival: Arrival
    ) -> list[Command]:
        accepted_at = self._clock.now().isoformat()
        commands = {c.row: c for c in commands_of(origin, steps, accepted_at)}
        rows = {row: to_row(command) for row, command in commands.items()}
        waiting = await self._store.accept(arrival, rows)
        return [commands[row] for row in waiting]
