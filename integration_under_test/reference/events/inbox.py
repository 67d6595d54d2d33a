"""The inbox: each event is taken once, together with everything that it owes.

The id of the event and the outbox rows land in one transaction, and only then is the event
acknowledged: whatever crashes, either the sender still has it or we do (faults F22, F23).
"""

from __future__ import annotations

from integration_under_test.boundary import Clock, Event
from integration_under_test.reference.events.command import (
    Command,
    Step,
    commands_of,
    event_key,
    to_row,
)
from integration_under_test.reference.store.store import Store


class Inbox:
    """Takes events; a second delivery changes nothing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def accept(self, event: Event, steps: tuple[Step, ...]) -> list[Command]:
        """The commands that now wait in the outbox because of this event."""
        accepted_at = self._clock.now().isoformat()
        commands = {c.row: c for c in commands_of(event, steps, accepted_at)}
        rows = {row: to_row(command) for row, command in commands.items()}
        waiting = await self._store.accept(event_key(event), rows)
        return [commands[row] for row in waiting]
