"""Replays what was accepted before, through the present mapping.

A command whose effect is there already looks, finds it and sends nothing. Kinds that cannot find
out are sent only if the first reading of the event or document did not ask for them: those of the
first reading were done then, or a person decided on them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Protocol

from integration_under_test.boundary import Clock, Document, Event
from integration_under_test.reference.events.command import Command, Step, commands_of
from integration_under_test.reference.events.inbox import Inbox, Kept
from integration_under_test.reference.events.selection import Candidate, Selection
from integration_under_test.reference.events.workers import Workers
from integration_under_test.reference.exceptions import UNREADABLE
from integration_under_test.reference.store.store import INBOX_DAYS


class Reading(Protocol):
    """How events and documents are read at present."""

    def read(self, arrived: Event | Document) -> tuple[Step, ...]:
        """What it asks for. Raises one of UNREADABLE."""
        ...

    def flow_of(self, arrived: Event | Document) -> str:
        """The flow that it belongs to, "" for none."""
        ...

    def can_tell(self, kind: str) -> bool:
        """Whether a command of this kind finds out by itself that its effect is there."""
        ...


class Replay:
    """An operator's way to have events and documents worked on once more."""

    def __init__(self, inbox: Inbox, workers: Workers, reading: Reading, clock: Clock) -> None:
        self._inbox = inbox
        self._workers = workers
        self._reading = reading
        self._clock = clock

    async def replay(self, selection: Selection) -> int:
        """Works on everything once more that is selected and still kept, in the order of its time;
        how many events and documents asked for something. What waits or is dead is left alone."""
        count = 0
        async for kept in self._selected(selection):
            commands = {command.row: command for command in self._commands(kept)}
            for row in await self._inbox.put_back(list(commands.values())):
                self._workers.submit(commands[row], attempt=1)
            count += bool(commands)
        return count

    def _commands(self, kept: Kept) -> list[Command]:
        try:
            steps = self._reading.read(kept.arrived)
        except UNREADABLE:
            return []
        now = self._clock.now().isoformat()
        return [
            command
            for command in commands_of(kept.origin, steps, now)
            if command.identity not in kept.asked_for or self._reading.can_tell(command.kind)
        ]

    async def _selected(self, selection: Selection) -> AsyncIterator[Kept]:
        for day in days_kept(self._clock.now()):
            kept = await self._inbox.received_on(day)
            for one in sorted(kept, key=lambda each: (each.origin.time, each.origin.key)):
                if selection.fits(self._candidate(one)):
                    yield one

    def _candidate(self, kept: Kept) -> Candidate:
        arrived = kept.arrived
        flow = self._reading.flow_of(arrived)
        if isinstance(arrived, Event):
            keys = (kept.origin.key, arrived.id, arrived.subject)
            return Candidate(keys, flow, arrived.type, kept.origin.time)
        return Candidate(
            (kept.origin.key, arrived.id), flow, arrived.content_type, kept.origin.time
        )


def days_kept(now: datetime) -> list[date]:
    """The days of which something may be kept, the oldest first."""
    return [(now - timedelta(days=back)).date() for back in range(INBOX_DAYS, -1, -1)]
