"""The scheduler: takes trigger files and file drops by day, starts interfaces by the calendar."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from integration_under_test.boundary import CallError, Event, Ports, Resolution, Subscription
from integration_under_test.nightly_batch.batch_run import Shop, run_batch
from integration_under_test.nightly_batch.calendar import CALENDAR, Slot
from integration_under_test.nightly_batch.connection import Connection
from integration_under_test.nightly_batch.extracts import Source
from integration_under_test.nightly_batch.interface import Interface
from integration_under_test.nightly_batch.interfaces import INTERFACES
from integration_under_test.nightly_batch.staging import Staging

RESTART = timedelta(minutes=30)
"""After that the operator restarts a batch that broke off."""

LISTENING: Mapping[tuple[str, str], tuple[Interface, ...]] = {
    (extract.system, extract.type): tuple(
        each
        for each in INTERFACES.values()
        if (each.extract.system, each.extract.type) == (extract.system, extract.type)
    )
    for extract in (interface.extract for interface in INTERFACES.values())
}
SLOTS: Mapping[str, Slot] = {slot.interface: slot for slot in CALENDAR}
SYSTEMS = tuple(dict.fromkeys(system for system, _ in LISTENING))


class NightlyBatch:
    """Serves the same flows as the reference, at night. An interface without a trigger is not
    started: its source announced nothing."""

    subscriptions: Sequence[Subscription] = tuple(
        Subscription(system, tuple(type_ for source, type_ in LISTENING if source == system))
        for system in SYSTEMS
    )

    async def start(self, ports: Ports) -> None:
        """Raises CallError when a first high-water mark cannot be read."""
        self._clock = ports.clock
        self._staging = Staging(ports.storage)
        connection = Connection(ports.systems)
        self._shop = Shop(connection, self._staging, ports.work_items)
        self._planned: dict[str, asyncio.Task[None]] = {}
        for interface in INTERFACES.values():
            source = Source(interface.name, connection, self._staging)
            await interface.extract.baseline(source)
        for interface in INTERFACES.values():
            await self._plan_again(interface, broke_off=await self._staging.is_open(interface.name))

    async def on_event(self, event: Event) -> None:
        """Keeps what was dropped, or that there is something to extract."""
        listening = LISTENING.get((event.source.strip("/"), event.type), ())
        rows = {each.name: each.extract.dropped(event) for each in listening}
        if rows:
            await self._staging.drop(rows)
        for each in listening:
            self._plan(each)

    async def on_resolution(self, resolution: Resolution) -> None:
        """A row that a clerk looked into goes into the next batch."""
        name, _, rest = resolution.item_id.partition("|")
        if resolution.action == "retry" and name in INTERFACES:
            await self._staging.put_back(name, rest.rpartition("|")[0])
            await self._shop.work_items.close(resolution.item_id, "goes into the next batch")
            self._plan(INTERFACES[name])

    @property
    def backlog(self) -> int:
        """Batches that are planned: something waits for each of them."""
        return len(self._planned)

    def _plan(self, interface: Interface, at: datetime | None = None) -> None:
        """At the next start of the calendar unless a time is given, and never twice."""
        if interface.name not in self._planned:
            start = at or SLOTS[interface.name].next_start(self._clock.now())
            work = asyncio.get_running_loop().create_task(self._run(interface, start))
            self._planned[interface.name] = work

    async def _plan_again(self, interface: Interface, broke_off: bool) -> None:
        """The operator restarts what broke off; the calendar does the rest."""
        if broke_off:
            self._plan(interface, self._clock.now() + RESTART)
        elif await self._staging.trigger(interface.name):
            self._plan(interface)

    async def _run(self, interface: Interface, start: datetime) -> None:
        await self._clock.sleep_until(start)
        broke_off = False
        try:
            await run_batch(interface, self._shop, start, SLOTS[interface.name].cut_of(start))
        except CallError:
            broke_off = True
        # Free before the look for triggers: what is dropped meanwhile may plan it, too.
        del self._planned[interface.name]
        await self._plan_again(interface, broke_off)
