"""Mutant M04: events are known by their id, whoever sent them.

The real mistake: a unique index on the event's id. Each system counts its own events, so the first
order and the first usage have the same number but for the system's name in front of it, which was
cut off to fit the column. The second of the two is taken for a copy. The checker of losses must
kill it.
"""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.boundary import Event
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command, Step
from integration_under_test.reference.events.inbox import Inbox
from integration_under_test.reference.parts import Parts


class ById(Inbox):
    """Keeps the number of an event, and not where it came from."""

    async def accept(self, event: Event, steps: tuple[Step, ...]) -> list[Command]:
        number = event.id.rpartition("-")[2]
        return await super().accept(replace(event, id=number, source=""), steps)


class KnowsIdsOnly(Reference):
    """The reference, with half a key in its inbox."""

    mutant = Mutant("M04", killed_by="loss", scale=0.003)
    parts = Parts(inbox=ById)
