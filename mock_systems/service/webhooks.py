"""Webhooks: every event at least once to every subscriber, retried on the vendor's schedule.

Schedules are data, after the archetypes of public vendor documentation: `none` (GitHub: one
attempt), `short` (Dynamics 365 business events: three retries one second apart), `medium`
(Oracle event handling: about ten attempts within six hours), `long` (Azure Event Grid: thirty
attempts within a day). An event whose attempts are used up is kept and can be restored.

`poll_and_flag` (Coupa's export flag) sends nothing: events wait until somebody fetches them,
and are handed out again until each is flagged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Protocol

from mock_systems.service.ports import CloudEvent

POLL_AND_FLAG = "poll_and_flag"
_MEDIUM_S = (10.0, 30.0, 60.0, 300.0, 600.0, 1800.0, 3600.0, 5400.0, 7200.0)
_HOUR_S = 3600.0

SCHEDULES: dict[str, tuple[float, ...]] = {
    "none": (),
    "short": (1.0, 1.0, 1.0),
    "medium": _MEDIUM_S,
    "long": (10.0, 30.0, 60.0, 300.0, 600.0, 1800.0, *(_HOUR_S,) * 23),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a subscriber said: accepted, or not and when to try again at the earliest."""

    accepted: bool
    retry_after_s: float = 0.0


class Subscriber(Protocol):
    """Where events go. `wants` looks at the event type; `send` makes one attempt."""

    def wants(self, type_: str) -> bool: ...

    def send(self, event: CloudEvent, attempt: int) -> Awaitable[Attempt]: ...


Defer = Callable[[Callable[[], None]], object]


def _soon(start: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_soon(start)


@dataclass
class Webhooks:
    """The publisher of one system. Needs a running asyncio loop.

    An event leaves after the operation that emitted it has ended: `defer` runs a callable at
    some later step of the loop, so that no subscriber acts in the middle of a commit.
    """

    schedule: tuple[float, ...] = SCHEDULES["medium"]
    defer: Defer = _soon
    subscribers: list[Subscriber] = field(default_factory=list)
    exhausted: list[tuple[Subscriber, CloudEvent]] = field(default_factory=list)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def publish(self, event: CloudEvent) -> None:
        """Starts the delivery of an event to each subscriber that wants its type."""
        for subscriber in self.subscribers:
            if subscriber.wants(event.type):
                self.defer(partial(self._start, subscriber, event))

    def restore(self) -> int:
        """Starts afresh with every event whose attempts were used up; returns how many."""
        waiting, self.exhausted = self.exhausted, []
        for subscriber, event in waiting:
            self.defer(partial(self._start, subscriber, event))
        return len(waiting)

    def forget(self) -> None:
        """Nobody is to hear any more of what was published so far."""
        self.exhausted.clear()
        for delivery in tuple(self._under_way):
            delivery.cancel()

    @property
    def in_flight(self) -> int:
        """Deliveries not yet accepted or exhausted."""
        return len(self._under_way)

    def _start(self, subscriber: Subscriber, event: CloudEvent) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(subscriber, event))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self, subscriber: Subscriber, event: CloudEvent) -> None:
        for number, pause_s in enumerate((*self.schedule, None), start=1):
            attempt = await subscriber.send(event, number)
            if attempt.accepted:
                return
            if pause_s is not None:
                await asyncio.sleep(max(pause_s, attempt.retry_after_s))
        self.exhausted.append((subscriber, event))


def _nobody() -> None:
    """Nobody waits for pending events."""


@dataclass
class PendingEvents:
    """The publisher of a system that pushes nothing; events wait here until they are flagged.

    `subscribers` say which types are wanted; events that nobody wants are not kept. `on_pending`
    is called at each publication, in the middle of a commit: it may only schedule.
    """

    subscribers: list[Subscriber] = field(default_factory=list)
    on_pending: Callable[[], None] = _nobody
    pending: dict[str, CloudEvent] = field(default_factory=dict)
    """By id, what nobody has flagged yet."""

    def publish(self, event: CloudEvent) -> None:
        """Keeps an event for whoever fetches it."""
        if any(subscriber.wants(event.type) for subscriber in self.subscribers):
            self.pending[event.id] = event
            self.on_pending()

    def page(self, limit: int, offset: int) -> tuple[list[CloudEvent], bool]:
        """Pending events from `offset` on, oldest first, with whether there are more."""
        wanted = list(islice(self.pending.values(), offset, offset + limit + 1))
        return wanted[:limit], len(wanted) > limit

    def flag(self, event_id: str) -> bool:
        """Marks an event as fetched; False when it is not pending (any more)."""
        return self.pending.pop(event_id, None) is not None

    @property
    def exhausted(self) -> list[tuple[Subscriber, CloudEvent]]:
        """Always empty: a pending event waits as long as it takes."""
        return []
