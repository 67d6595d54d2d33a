"""Mutant M02: the event is acknowledged before anything about it is stored.

The real mistake: a webhook handler that answers 200 at once, to be quick, and works from memory.
The sender forgets the event, so what still fails after a few tries, as during an outage of the
ERP (F46), is gone, and so is everything that was in memory at a crash (F22). The checker of
silent losses must kill it.
"""

from __future__ import annotations

import asyncio
from itertools import count

from integration_under_test.boundary import Event, Ports
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.attempts import FAILED_ATTEMPT
from integration_under_test.reference.events.command import (
    Command,
    commands_of,
    event_key,
    origin_of,
)
from integration_under_test.reference.orchestration.flows import FLOWS

TRIES = 4
PAUSE_S = 15.0


class AcksBeforeCommit(Reference):
    """The reference, with memory instead of inbox and outbox."""

    mutant = Mutant("M02", killed_by="loss", faults="F46@mild")

    async def start(self, ports: Ports) -> None:
        self._seen: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        await super().start(ports)

    async def on_event(self, event: Event) -> None:
        if event.type not in FLOWS or event_key(event) in self._seen:
            return
        self._seen.add(event_key(event))
        now = self.clock.now().isoformat()
        for command in commands_of(origin_of(event), self.steps_of(event), now):
            task = asyncio.get_running_loop().create_task(self._try(command))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _try(self, command: Command) -> None:
        for attempt in count():
            try:
                # Versions and order numbers are remembered as ever: one safeguard is broken.
                await self.attempts.make(command, attempt)
            except FAILED_ATTEMPT:
                if attempt + 1 == TRIES:
                    return
                await asyncio.sleep(PAUSE_S)
            else:
                return
