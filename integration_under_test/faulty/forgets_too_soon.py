"""Mutant M06: what was taken in is forgotten sooner than it may come again.

The real mistake: the table of keys got a time to live, because it grew; the default of the cache
was a few hours. A broker that replays a day (F45) is older than that, and the day is booked
again. The checker of duplicates must kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command, Origin, Step
from integration_under_test.reference.events.inbox import Inbox
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Arrival

KEPT_H = 2


class ShortMemory(Inbox):
    """Knows nothing of what came in an earlier span of hours."""

    async def _accept(
        self, origin: Origin, steps: tuple[Step, ...], arrival: Arrival
    ) -> list[Command]:
        now = self._clock.now()
        key = f"{origin.key}#{now:%F}/{now.hour // KEPT_H}"
        return await super()._accept(origin._replace(key=key), steps, arrival._replace(key=key))


class ForgetsTooSoon(Reference):
    """The reference, with keys that live shorter than a replay reaches back."""

    mutant = Mutant("M06", killed_by="duplicates", faults="F45@rough", scale=0.003)
    parts = Parts(inbox=ShortMemory)
