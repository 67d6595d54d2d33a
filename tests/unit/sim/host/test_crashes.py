"""A crash ends everything that runs in the integration's name, and nothing else."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import pytest

from integration_under_test.boundary import Event, Ports, Resolution, Subscription
from mock_systems.service import CloudEvent
from sim.clock import VirtualClock
from sim.history.schema import Row
from sim.host import Crashes, Host, MemoryStorage
from sim.host.incarnation import fence
from sim.host.trace import Trace

EVENT = CloudEvent("e-1", "/erp", "erp.x", "2026-04-01T05:00:00+00:00", "S-1", b"{}")
DOWN_S = 30.0


@dataclass
class Erp:
    """Takes a second for each call."""

    done: list[str] = field(default_factory=list)

    async def call(self, operation: str, body: Mapping[str, Any], **envelope: Any) -> Any:
        await asyncio.sleep(1.0)
        self.done.append(operation)
        return {}


class Careful:
    """Notes an event, posts it, and cleans up behind itself; goes on where it was interrupted."""

    subscriptions = (Subscription("erp", ("erp.*",)),)
    lives: ClassVar[int] = 0
    resolved: ClassVar[list[str]] = []

    async def start(self, ports: Ports) -> None:
        Careful.lives += 1
        self.ports = ports
        self.beating = asyncio.create_task(self.beat())
        async with ports.storage.transaction() as tx:
            waiting = [key for key, _ in tx.scan("waiting")]
        for key in waiting:
            await self.post(key)

    async def on_event(self, event: Event) -> None:
        async with self.ports.storage.transaction() as tx:
            tx.put("waiting", event.id, 1)
        await self.post(event.id)

    async def beat(self) -> None:
        """Something goes on while a request is under way."""
        for _ in range(5):
            await asyncio.sleep(0.3)

    async def on_resolution(self, resolution: Resolution) -> None:
        await asyncio.sleep(5.0)
        Careful.resolved.append(resolution.item_id)

    async def stop(self) -> None:
        await asyncio.sleep(1.0)

    async def post(self, key: str) -> None:
        erp = self.ports.systems["erp"]
        try:
            await erp.call("post", {"key": key})
            async with self.ports.storage.transaction() as tx:
                tx.delete("waiting", key)
        finally:
            await erp.call("clean_up", {})


@dataclass
class Bench:
    """A host of Careful with all that stands around it."""

    clock: VirtualClock
    points: tuple[int, ...] = ()
    erp: Erp = field(default_factory=Erp)
    storage: MemoryStorage = field(default_factory=MemoryStorage)
    rows: list[Row] = field(default_factory=list)
    trace: Trace | None = None

    def __post_init__(self) -> None:
        Careful.lives = 0
        Careful.resolved = []
        items = SimpleNamespace()
        ports = Ports({"erp": self.erp}, {}, self.storage, cast("Any", None), items, {})
        self.clock.loop.fence = fence
        crashes = Crashes(self.points, DOWN_S)
        self.host = Host(Careful(), ports, self.write, self.now_us, crashes)
        self.host.points.trace = self.trace
        self.clock.run(self.host.start())

    def write(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows)

    def now_us(self) -> int:
        return round(self.clock.now_s() * 1e6)

    def deliver(self) -> asyncio.Task[Any]:
        return self.clock.loop.create_task(cast("Any", self.host.receive(EVENT)))

    def on(self, seconds: float) -> None:
        self.clock.run_until(self.clock.now_s() + seconds)

    def noted(self) -> list[str]:
        return [row.f for row in self.rows]


def points_of_one_event() -> tuple[int, int]:
    """The first and the last point that handling an event reaches."""
    with VirtualClock() as clock:
        bench = Bench(clock)
        first = bench.host.points.reached_so_far + 1
        bench.deliver()
        bench.on(60.0)
        assert bench.erp.done == ["post", "clean_up"]
        return first, bench.host.points.reached_so_far


FIRST, LAST = points_of_one_event()


@pytest.mark.parametrize("point", range(FIRST, LAST + 1))
def test_wherever_it_dies_nothing_more_happens_until_its_next_life(
    clock: VirtualClock, point: int
) -> None:
    bench = Bench(clock, (point,))
    delivery = bench.deliver()
    bench.on(20.0)
    assert bench.noted() == ["started", "crashed"]
    assert "clean_up" not in bench.erp.done or bench.storage.keys("waiting") == []
    done_before = list(bench.erp.done)
    bench.on(5.0)
    assert bench.erp.done == done_before
    assert not delivery.done() or "clean_up" in done_before


@pytest.mark.parametrize("point", range(FIRST, LAST + 1))
def test_its_next_life_finds_what_was_committed(clock: VirtualClock, point: int) -> None:
    bench = Bench(clock, (point,))
    bench.deliver()
    bench.on(20.0)
    committed = bench.storage.keys("waiting")
    posted = bench.erp.done.count("post")
    bench.on(60.0)
    assert Careful.lives == 2
    assert bench.erp.done.count("post") == posted + len(committed)


def test_a_request_that_left_stays_under_way(clock: VirtualClock) -> None:
    made = []
    for point in range(FIRST, LAST + 1):
        with VirtualClock() as own:
            bench = Bench(own, (point,))
            bench.deliver()
            bench.on(20.0)
            crashed_s = next(row.t_us for row in bench.rows if row.f == "crashed") / 1e6
            made.append((bool(bench.erp.done), crashed_s < 1.0))
    assert (True, True) in made  # it died within the second, and the posting came all the same


def test_crashes_at_points_that_leave_the_same_are_the_same_crash() -> None:
    left: list[object] = []

    def note(number: int) -> bool:
        left.append(trace.left)
        return False

    trace = Trace(note)
    with VirtualClock() as clock:
        calm = Bench(clock, trace=trace)
        calm.deliver()
        calm.on(60.0)
    ends = [end_of_a_crash_at(point) for point in range(FIRST, LAST + 1)]
    pairs = list(zip(left[FIRST - 1 : LAST - 1], left[FIRST:LAST], strict=True))
    same = [before == after for before, after in pairs]
    assert any(same)
    assert not all(same)
    for alike, before, after in zip(same, ends, ends[1:], strict=False):
        assert before == after or not alike


def end_of_a_crash_at(point: int) -> tuple[object, ...]:
    """All that outlives it, with the instants of what its next life did."""
    with VirtualClock() as clock:
        bench = Bench(clock, (point,))
        delivery = bench.deliver()
        bench.on(200.0)
        waiting = clock.run(stored(bench.storage))
        rows = [(row.t_us, row.f, row.detail) for row in bench.rows]
        return rows, bench.erp.done, waiting, bench.storage.commits, delivery.done()


async def stored(storage: MemoryStorage) -> list[tuple[str, Any]]:
    async with storage.transaction() as tx:
        return list(tx.scan("waiting"))


def test_while_it_is_down_it_takes_nothing(clock: VirtualClock) -> None:
    bench = Bench(clock, (FIRST,))
    bench.deliver()
    bench.on(5.0)
    assert clock.run(bench.host.receive(EVENT)).status == 503


def test_it_may_die_while_it_recovers(clock: VirtualClock) -> None:
    bench = Bench(clock, (1, 2, 3))
    bench.on(200.0)
    assert bench.noted() == ["crashed", "crashed", "crashed", "started"]


def test_to_die_while_it_is_stopped_is_no_mishap(clock: VirtualClock) -> None:
    calm = Bench(clock)
    calm.on(20.0)
    before = calm.host.points.reached_so_far
    clock.run(calm.host.stop())
    bench = Bench(clock, (before + 1,))
    bench.on(20.0)
    clock.run(bench.host.stop())
    assert calm.noted() == ["started", "stopped"]
    assert bench.noted() == ["started", "crashed"]
    assert bench.host.mishaps == 0


def test_a_clerks_word_reaches_the_next_life(clock: VirtualClock) -> None:
    bench = Bench(clock, (FIRST + 2,))
    asked = Resolution("item-1", "retry")
    clock.loop.call_later(1.0, bench.host.resolve, asked)
    bench.on(100.0)
    assert bench.noted() == ["started", "crashed", "started"]
    assert Careful.resolved == ["item-1"]


def test_without_a_plan_nobody_counts(clock: VirtualClock) -> None:
    ports = Ports({"erp": Erp()}, {}, MemoryStorage(), cast("Any", None), cast("Any", None), {})
    host = Host(Careful(), ports, lambda row: 0, lambda: 0)
    clock.run(host.start())
    clock.run(host.receive(EVENT))
    assert host.points.reached_so_far == 0


def test_a_life_that_ends_as_it_starts_is_given_nothing_to_do(clock: VirtualClock) -> None:
    """Many crashes close together: none of them leaves a task behind that nobody holds."""
    bench = Bench(clock, tuple(range(1, 60, 2)))
    for _ in range(40):
        bench.deliver()
        bench.on(40.0)
    assert bench.noted().count("crashed") == 30
    gc.collect()
    assert clock.loop.unhandled == []
