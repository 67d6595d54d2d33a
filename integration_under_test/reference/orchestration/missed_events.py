"""Events that their vendor gave up: it is asked for them, and has them sent once more.

    first event of a night -> the lists of all vendors that are subscribed to
    an event that comes late -> the list of its vendor

A vendor gives up after some hours of refusals, and tells nobody. Who was away longer than that, or
took nothing because the storage was, finds here what it would otherwise never hear of.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from integration_under_test.boundary import CallError, Clock, Event
from integration_under_test.reference.exceptions import UNREADABLE
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.orchestration.occasions import (
    AGAIN_AFTER_S,
    is_late,
    night_of,
    sender_of,
)

LIST = "list_exhausted_events"
ROUNDS = 36
"""A vendor that does not answer for six hours is asked again on the next occasion."""


class MissedEvents:
    """Asks in a task of its own, which ends with the work. What a crash cut short is due again with
    the first event of the next life."""

    def __init__(self, lanes: Lanes, vendors: Sequence[str], clock: Clock) -> None:
        self._lanes = lanes
        self._vendors = frozenset(vendors)
        self._clock = clock
        self._night = ""
        self._due: set[str] = set()
        self._asked_s: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None

    def in_passing(self, event: Event) -> None:
        """Begins to ask if the event is an occasion, so that no timer keeps anybody awake."""
        now, sender = self._clock.now(), sender_of(event)
        if night_of(now) != self._night:
            self._night = night_of(now)
            self._due |= self._vendors
        if sender in self._vendors and is_late(event, now) and self._may_ask_again(sender):
            self._due.add(sender)
        if self._due and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._ask_all())

    async def stop(self) -> None:
        """Ends what is under way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _may_ask_again(self, vendor: str) -> bool:
        asked_s = self._asked_s.get(vendor)
        return asked_s is None or _now_s() - asked_s >= AGAIN_AFTER_S

    async def _ask_all(self) -> None:
        for _ in range(ROUNDS):
            for vendor in sorted(self._due):
                try:
                    await self._ask(vendor)
                except CallError:
                    continue  # away, or nobody knows whether it restored: its list will tell
                self._due.discard(vendor)
                self._asked_s[vendor] = _now_s()
            if not self._due:
                return
            await asyncio.sleep(AGAIN_AFTER_S)

    async def _ask(self, vendor: str) -> None:
        """Raises CallError."""
        try:
            found = await self._lanes.call(vendor, LIST, {})
        except LookupError:
            return  # it has no such operation: a vendor that is polled gives nothing up
        try:
            count = int(found["count"])
        except UNREADABLE as error:
            self._lanes.misread(vendor, LIST, f"{type(error).__name__}: {error}")
            return
        self._lanes.misread(vendor, LIST, "")
        if count:
            await self._lanes.call(vendor, "restore_events", {})


def _now_s() -> float:
    return asyncio.get_running_loop().time()
