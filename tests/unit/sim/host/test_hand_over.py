"""Another integration takes over in the middle of the work: the first one is dead from then on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import pytest

from integration_under_test.boundary import Event, Ports, Subscription
from mock_systems.service import CloudEvent
from sim.cable import Receipt
from sim.clock import VirtualClock
from sim.history.schema import Row
from sim.host import Crashes, Host, MemoryStorage
from sim.host.incarnation import fence

EVENT = CloudEvent("e-1", "/erp", "erp.x", "2026-04-01T05:00:00+00:00", "S-1", b"{}")


@dataclass
class Erp:
    """Takes a second for each call."""

    done: list[str] = field(default_factory=list)

    async def call(self, operation: str, body: Mapping[str, Any], **envelope: Any) -> Any:
        await asyncio.sleep(1.0)
        self.done.append(operation)
        return {}


class First:
    """Posts an event with two calls."""

    subscriptions = (Subscription("erp", ("erp.*",)),)

    async def start(self, ports: Ports) -> None:
        self.ports = ports

    async def on_event(self, event: Event) -> None:
        async with self.ports.storage.transaction() as tx:
            tx.put("inbox", event.id, 1)
        await self.ports.systems["erp"].call("one", {})
        await self.ports.systems["erp"].call("two", {})


class Second(First):
    """Fails to start so often, then takes events and says what it found in its storage."""

    failures: ClassVar[int] = 0
    found: ClassVar[list[str]] = []
    settings: ClassVar[list[Any]] = []

    async def start(self, ports: Ports) -> None:
        if Second.failures:
            Second.failures -= 1
            raise ConnectionError("billing is away")
        await super().start(ports)
        Second.settings.append(ports.settings)
        async with ports.storage.transaction() as tx:
            Second.found += [key for key, _ in tx.scan("inbox")]

    async def on_event(self, event: Event) -> None:
        return


@pytest.fixture(autouse=True)
def _afresh() -> None:
    Second.failures, Second.found, Second.settings = 0, [], []


class Scene:
    """A hosted First that is in the middle of a call."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock, self.erp, self.rows = clock, Erp(), list[Row]()
        self.storage = MemoryStorage()
        clock.loop.fence = fence
        parts = {"systems": {"erp": self.erp}, "partners": {}, "storage": self.storage}
        rest = {"work_items": SimpleNamespace(), "alerts": None, "settings": {"a": 1}}
        ports = Ports(clock=cast("Any", clock), **cast("Any", {**parts, **rest}))
        self.host = Host(First(), ports, self.write, lambda: round(clock.now_s()), Crashes())
        clock.run(self.host.start())
        self.handed = clock.loop.create_task(self.host.receive(EVENT))
        clock.run_until(0.5)

    def write(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows) - 1

    def told(self) -> list[str]:
        return [row.f for row in self.rows]

    def hand_over(self, change: Callable[[Ports], Ports] = lambda ports: ports) -> None:
        ports = change(self.host.ports)
        self.clock.run(self.host.hand_over(Second(), ports))


def test_what_was_sent_arrives_and_nothing_follows(clock: VirtualClock) -> None:
    scene = Scene(clock)
    scene.hand_over()
    clock.run_until(60.0)
    assert scene.erp.done == ["one"]
    assert not scene.handed.done(), "nobody answers for the dead"
    assert scene.told() == ["started", "handed_over", "started"]
    assert clock.run(scene.host.receive(EVENT)) == Receipt(204)


def test_storage_is_that_of_the_ports_it_is_given(clock: VirtualClock) -> None:
    scene = Scene(clock)
    scene.hand_over()
    clock.run_until(1.0)
    assert Second.found == ["e-1"]


def test_an_emptied_storage_holds_nothing_and_takes_rows(clock: VirtualClock) -> None:
    scene = Scene(clock)
    scene.storage.empty()
    scene.hand_over()
    clock.run_until(1.0)
    assert Second.found == []

    async def write() -> list[str]:
        async with scene.storage.transaction() as tx:
            tx.put("inbox", "e-2", 1)
        async with scene.storage.transaction() as tx:
            return [key for key, _ in tx.scan("inbox")]

    assert clock.run(write()) == ["e-2"]


def test_a_successor_that_fails_to_start_is_begun_anew(clock: VirtualClock) -> None:
    scene = Scene(clock)
    Second.failures = 2
    scene.hand_over()
    clock.run_until(29.0)
    assert clock.run(scene.host.receive(EVENT)).status == 503
    clock.run_until(200.0)
    assert scene.told() == ["started", "handed_over", "raised", "raised", "started"]
    assert clock.run(scene.host.receive(EVENT)).status == 204
