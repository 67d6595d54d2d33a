"""A life that stands still: nothing of it runs or is lost, another may take its place."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, ClassVar, cast

from integration_under_test.boundary import Event, OutcomeUnknown, Ports, Subscription
from mock_systems.service import CloudEvent
from sim.clock import VirtualClock
from sim.history.schema import Row
from sim.host import Crashes, Host, MemoryStorage
from sim.host.incarnation import fence, keep

EVENT = CloudEvent("e-1", "/erp", "erp.x", "2026-04-01T05:00:00+00:00", "S-1", b"{}")


@dataclass
class Erp:
    """Takes a second for each call."""

    done: list[str] = field(default_factory=list)
    fails: bool = False

    async def call(self, operation: str, body: Mapping[str, Any], **envelope: Any) -> Any:
        await asyncio.sleep(1.0)
        self.done.append(operation)
        if self.fails:
            raise OutcomeUnknown("no answer")
        return {}


class TwoSteps:
    """Makes two calls for each event, ten seconds apart."""

    subscriptions = (Subscription("erp", ("erp.*",)),)
    lives: ClassVar[int] = 0

    async def start(self, ports: Ports) -> None:
        TwoSteps.lives += 1
        self.name = f"life {TwoSteps.lives}"
        self.erp = ports.systems["erp"]

    async def on_event(self, event: Event) -> None:
        await self.erp.call(f"{self.name}: first", {})
        await asyncio.sleep(10.0)
        await self.erp.call(f"{self.name}: second", {})


@dataclass
class Bench:
    """A host of TwoSteps that was handed an event five seconds ago."""

    clock: VirtualClock
    erp: Erp = field(default_factory=Erp)
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        TwoSteps.lives = 0
        ports = Ports(
            {"erp": self.erp}, {}, MemoryStorage(), cast("Any", None), SimpleNamespace(), {}
        )
        self.clock.loop.fence, self.clock.loop.keep = fence, keep
        self.host = Host(TwoSteps(), ports, self.write, lambda: 0, Crashes())
        self.clock.run(self.host.start())
        self.delivery = self.clock.loop.create_task(cast("Any", self.host.receive(EVENT)))
        self.on(5.0)

    def write(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows)

    def do(self, act: Callable[[], Any]) -> Any:
        """On the loop, as a fault does it."""

        async def acting() -> Any:
            return act()

        return self.clock.run(acting())

    def on(self, seconds: float) -> None:
        self.clock.run_until(self.clock.now_s() + seconds)


def test_nothing_of_it_runs_until_it_wakes_and_then_all(clock: VirtualClock) -> None:
    bench = Bench(clock)
    life = bench.host.pause()
    assert life is not None
    bench.on(1000.0)
    assert bench.erp.done == ["life 1: first"]
    bench.host.wake(life)
    bench.on(5.0)
    assert bench.erp.done == ["life 1: first", "life 1: second"]
    assert bench.delivery.result().accepted


def test_what_left_before_the_pause_is_under_way_and_its_answer_waits(clock: VirtualClock) -> None:
    bench = Bench(clock)
    bench.on(6.5)
    life = bench.host.pause()
    assert life is not None
    bench.on(100.0)
    assert bench.erp.done[-1] == "life 1: second"
    assert not bench.delivery.done()
    bench.host.wake(life)
    bench.on(0.1)
    assert bench.delivery.done()


def test_an_old_life_goes_on_beside_its_successor_until_it_is_ended(clock: VirtualClock) -> None:
    bench = Bench(clock)
    life = bench.host.pause()
    assert life is not None
    bench.do(lambda: bench.host.succeed(life))
    bench.on(1.0)
    bench.clock.loop.create_task(cast("Any", bench.host.receive(EVENT)))
    bench.on(30.0)
    bench.host.wake(life)
    bench.on(2.0)
    assert bench.erp.done[1:] == ["life 2: first", "life 2: second", "life 1: second"]
    bench.host.bury(life)
    assert [row.f for row in bench.rows] == ["started", "paused", "started", "woke", "ended"]


def test_one_that_is_ended_in_its_sleep_never_wakes(clock: VirtualClock) -> None:
    bench = Bench(clock)
    life = bench.host.pause()
    assert life is not None
    bench.on(100.0)
    bench.do(lambda: bench.host.succeed(life))
    bench.on(1.0)
    bench.host.bury(life)
    bench.host.wake(life)
    bench.on(100.0)
    assert bench.erp.done == ["life 1: first"]


def test_a_life_that_crashed_is_neither_paused_nor_crashed_again(clock: VirtualClock) -> None:
    bench = Bench(clock)
    assert bench.do(lambda: bench.host.crash(10.0))
    assert not bench.do(lambda: bench.host.crash(10.0))
    assert bench.host.pause() is None
    bench.on(20.0)
    assert TwoSteps.lives == 2


def test_work_is_known_by_what_its_delivery_carries(clock: VirtualClock) -> None:
    bench = Bench(clock)
    at_work: list[str] = []
    bench.host.points.listeners.append(lambda cause: at_work.append(bench.host.key_of(cause)))
    bench.on(20.0)
    assert set(at_work) == {"S-1"}


def succeeded_with_a_call_under_way(clock: VirtualClock) -> Erp:
    """Its call fails while it stands still; it is buried before it wakes."""
    bench = Bench(clock, Erp(fails=True))
    bench.do(lambda: clock.loop.create_task(cast("Any", bench.host.receive(EVENT))))
    bench.on(0.5)
    life = bench.do(bench.host.pause)
    bench.do(lambda: bench.host.succeed(life))
    bench.on(5.0)
    bench.do(lambda: bench.host.bury(life))
    return bench.erp


def test_nobody_complains_of_what_the_succeeded_was_not_told(clock: VirtualClock) -> None:
    complaints: list[Any] = []
    clock.loop.set_exception_handler(lambda _, context: complaints.append(context))
    erp = succeeded_with_a_call_under_way(clock)
    gc.collect()
    assert erp.done == ["life 1: first", "life 1: first"]
    assert not [one for one in complaints if "never retrieved" in one["message"]]
