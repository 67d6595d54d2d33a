"""Polls a system that pushes no events: fetches them, hands them over, flags what was taken.

Stands in for the pull job of an interface engine, so that an integration sees events as it does
elsewhere. Its calls cross the cable like any other: they count against the vendor's limits, and
meet the faults. A flag that gets lost after a delivery makes the event come again.

Polls that would find nothing are left out: the first pending event wakes the poller for its next
round minute, so a run still comes to its end. What the integration refused is offered again after
a pause that doubles up to an hour, so that one poisoned event does not fill the History.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from integration_under_test.boundary import CallError, SystemClient
from mock_systems.profiles.polling import FLAG, LIST
from mock_systems.service import CloudEvent
from sim.cable import Deliveries
from sim.clock import VirtualClock

INTERVAL_S = 60.0
LONGEST_PAUSE_S = 3600.0
PAGE_ROWS = 50
ENVELOPE = frozenset(
    {"specversion", "id", "source", "type", "time", "subject", "datacontenttype", "data"}
)


class Poller:
    """The pull job of one system for one integration."""

    def __init__(
        self, client: SystemClient, lines: Sequence[Deliveries], clock: VirtualClock
    ) -> None:
        self._client = client
        self._lines = tuple(lines)
        self._clock = clock
        self._attempts: Counter[str] = Counter()
        self._due_s: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._job: asyncio.Task[None] | None = None
        self._woken = False
        self._unsure = False

    def wake(self) -> None:
        """Something is pending. Only schedules, since a commit may be under way."""
        if self._job is None:
            self._poll_at(self._next_tick_s())
        self._woken = True

    def _poll_at(self, at_s: float) -> None:
        """Has the next round begin at the time given, or at an earlier one set before."""
        if self._timer is not None:
            if self._timer.when() <= at_s:
                return
            self._timer.cancel()
        self._timer = self._clock.loop.call_at(at_s, self._begin)

    def _begin(self) -> None:
        self._timer = None
        self._job = self._clock.loop.create_task(self._poll())

    async def _poll(self) -> None:
        """One round, and the appointment for the next if anything is left."""
        self._woken = False
        heard = await self._round(self._clock.now_s())
        self._job = None
        if self._woken or not heard:
            self._poll_at(self._next_tick_s())
        elif self._due_s:
            self._poll_at(max(self._next_tick_s(), min(self._due_s.values())))

    def _next_tick_s(self) -> float:
        return (self._clock.now_s() // INTERVAL_S + 1) * INTERVAL_S

    async def _round(self, began_s: float) -> bool:
        """Works through all pages; False when that does not tell what is pending now."""
        self._unsure = False
        left, more = 0, True
        seen: set[str] = set()
        while more:
            try:
                answer = await self._client.call(LIST, {"limit": PAGE_ROWS, "offset": left})
            except CallError:
                return False
            for document in answer["events"]:
                event = _event(document)
                seen.add(event.id)
                left += not await self._taken(event, began_s)
            more = answer["has_more"]
        if self._unsure:
            # The flag may be set, then the next page began one event too late.
            return False
        # What is not listed any more was flagged after all, by a call whose answer got lost.
        self._due_s = {key: due_s for key, due_s in self._due_s.items() if key in seen}
        return True

    async def _taken(self, event: CloudEvent, began_s: float) -> bool:
        """Delivers an event if it is due, and flags it; False when it must come again."""
        if self._due_s.get(event.id, 0.0) > began_s:
            return False
        self._attempts[event.id] += 1
        pause_s = INTERVAL_S * 2.0 ** min(self._attempts[event.id] - 1, 10)
        self._due_s[event.id] = began_s + min(LONGEST_PAUSE_S, pause_s)
        if not await self._accepted(event):
            return False
        try:
            await self._client.call(FLAG, {"event_id": event.id})
        except CallError:
            self._unsure = True
            return False
        del self._attempts[event.id], self._due_s[event.id]
        return True

    async def _accepted(self, event: CloudEvent) -> bool:
        """Whether everybody who wants the event took it."""
        for line in self._lines:
            if line.wants(event.type):
                attempt = await line.send(event, self._attempts[event.id])
                if not attempt.accepted:
                    return False
        return True


def _event(document: Mapping[str, Any]) -> CloudEvent:
    """The event in a structured CloudEvents document."""
    return CloudEvent(
        id=document["id"],
        source=document["source"],
        type=document["type"],
        time=document["time"],
        subject=document["subject"],
        payload=to_json(document["data"]),
        extensions={k: v for k, v in document.items() if k not in ENVELOPE},
    )
