"""Each point of a run, and each effect, is known by the delivery that caused it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from integration_under_test.boundary import Document, Event, Ports, Resolution, Subscription
from mock_systems.service import CloudEvent, Effect
from sim.clock import VirtualClock
from sim.host import Crashes, Host, MemoryStorage
from sim.host.incarnation import fence
from sim.host.trace import Trace, TracedPartner

EVENT = CloudEvent("e-1", "/erp", "erp.x", "2026-04-01T05:00:00+00:00", "S-1", b"{}")
OTHER = CloudEvent("e-2", "/erp", "erp.y", "2026-04-01T05:00:00+00:00", "S-1", b"{}")
LETTER = Document("D-1", "bank", "text/plain", b"paid")
NAMES = ("/erp|e-1|erp.x", "/erp|e-2|erp.y", "bank|D-1", "clerk|item-1")


class Works:
    """Starts a task for everything that it is given, and one of its own."""

    subscriptions = (Subscription("erp", ("erp.*",)),)

    async def start(self, ports: Ports) -> None:
        self.ports = ports
        self.tasks = [asyncio.create_task(self.post("own"))]

    async def on_event(self, event: Event) -> None:
        self.tasks.append(asyncio.create_task(self.post(event.id)))

    async def on_document(self, document: Document) -> None:
        self.tasks.append(asyncio.create_task(self.post(document.id)))

    async def on_resolution(self, resolution: Resolution) -> None:
        await self.post(resolution.item_id)

    async def post(self, key: str) -> None:
        await asyncio.sleep(1.0)
        await self.ports.systems["erp"].call("post", {"key": key})
        await self.ports.partners["bank"].send(Document(key, "", "", f"about {key}".encode()))


@dataclass
class Erp:
    """Commits a moment after the request came, as a handler at the far end of a cable."""

    trace: Trace

    async def call(self, operation: str, body: Mapping[str, Any], **envelope: Any) -> Any:
        asyncio.get_running_loop().call_later(
            0.1, self.trace.on_effect, "erp", Effect("erp.posting", body["key"])
        )
        await asyncio.sleep(0.2)
        return {}


class Mailbox:
    async def send(self, document: Document) -> None:
        return


@dataclass
class Bench:
    """A host of Works whose points are traced."""

    clock: VirtualClock
    points: tuple[int, ...] = ()
    traced: bool = True
    trace: Trace = field(default_factory=Trace)

    def __post_init__(self) -> None:
        partners = {"bank": TracedPartner(Mailbox(), self.trace)}
        items = cast("Any", SimpleNamespace())
        ports = Ports({"erp": Erp(self.trace)}, partners, MemoryStorage(), items, items, {})
        self.clock.loop.fence = fence
        self.host = Host(Works(), ports, lambda row: 0, self.now_us, Crashes(self.points))
        self.host.points.trace = self.trace if self.traced else None
        self.clock.run(self.host.start())

    def now_us(self) -> int:
        return round(self.clock.now_s() * 1e6)

    def deliver_all(self) -> None:
        loop = self.clock.loop
        tasks = [loop.create_task(cast("Any", self.host.receive(each))) for each in (EVENT, OTHER)]
        tasks.append(loop.create_task(cast("Any", self.host.receive_document(LETTER))))
        loop.call_soon(self.host.resolve, Resolution("item-1", "retry"))
        self.clock.run_until(self.clock.now_s() + 60.0)
        assert all(task.done() for task in tasks)


def test_every_point_has_the_name_of_what_was_handed_over(clock: VirtualClock) -> None:
    bench = Bench(clock)
    bench.deliver_all()
    causes = [point.cause for point in bench.trace.points]
    assert len(causes) == bench.host.points.reached_so_far
    assert set(causes) == {"", *NAMES}
    assert len({causes.count(name) for name in NAMES[:2]}) == 1


def test_a_point_is_noted_with_its_instant(clock: VirtualClock) -> None:
    bench = Bench(clock)
    bench.deliver_all()
    instants = [point.t_us for point in bench.trace.points]
    assert instants == sorted(instants)
    assert instants[-1] > 1_000_000


def test_start_up_and_what_it_set_going_have_no_cause(clock: VirtualClock) -> None:
    bench = Bench(clock)
    clock.run_until(60.0)
    assert {point.cause for point in bench.trace.points} == {""}
    assert bench.trace.causes == {}


def test_effects_and_letters_are_laid_to_the_delivery_that_had_them_made(
    clock: VirtualClock,
) -> None:
    bench = Bench(clock)
    bench.deliver_all()
    made = {"e-1": NAMES[0], "e-2": NAMES[1], "D-1": NAMES[2], "item-1": NAMES[3]}
    assert bench.trace.causes == {("erp.posting", key): name for key, name in made.items()}
    letters = {content.decode(): cause for content, cause in bench.trace.letters}
    assert letters == {"about own": "", **{f"about {key}": name for key, name in made.items()}}


def test_the_next_life_has_names_again(clock: VirtualClock) -> None:
    calm = Bench(clock)
    last = calm.host.points.reached_so_far
    with VirtualClock() as own:
        bench = Bench(own, (last + 1,))
        own.run_until(100.0)
        bench.deliver_all()
        after = bench.trace.points[last + 1 :]
        assert {point.cause for point in after} == {"", *NAMES}


def test_who_does_not_ask_pays_for_no_names(clock: VirtualClock) -> None:
    bench = Bench(clock, traced=False)
    bench.deliver_all()
    assert bench.host.points.reached_so_far > 0
    assert bench.trace.points == []


@pytest.mark.parametrize("system", ["erp", "bank"])
def test_what_nobody_asked_for_has_no_cause(system: str) -> None:
    trace = Trace()
    trace.on_effect(system, Effect("erp.posting", "K"))
    assert trace.causes == {}
