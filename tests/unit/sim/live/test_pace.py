"""A virtual clock that keeps step with the wall, and what crosses between the two loops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sim.clock import VirtualClock
from sim.clock.wall import elapsed_s
from sim.live.pace import Broken, Pace, aside

Play = Callable[[Pace], Awaitable[Any]]


def play(part: Play, speed: float = 1000.0) -> Any:
    """Plays a part on a clock that keeps step until it ends."""

    async def whole() -> Any:
        clock = VirtualClock()
        pace = Pace(clock)
        pace.tempo.speed = speed
        pace.begin()
        try:
            async with asyncio.timeout(20.0):
                return await part(pace)
        finally:
            pace.stop()
            with aside():
                clock.close()

    return asyncio.run(whole())


def test_business_time_passes_speed_times_as_fast_as_the_walls() -> None:
    async def part(pace: Pace) -> float:
        began_s = elapsed_s()
        await pace.reach(300.0)
        return elapsed_s() - began_s

    assert 0.3 <= play(part) < 5.0


def test_timers_of_the_clock_run_in_their_order_and_never_before_their_time() -> None:
    async def part(pace: Pace) -> list[tuple[float, float]]:
        seen: list[tuple[float, float]] = []

        async def work() -> None:
            for due_s in (50.0, 100.0, 200.0):
                await asyncio.sleep(due_s - pace.clock.now_s())
                seen.append((due_s, pace.now_s()))

        await pace.inside(work)
        return seen

    seen = play(part)
    assert [due_s for due_s, _ in seen] == [50.0, 100.0, 200.0]
    assert all(at_s >= due_s for due_s, at_s in seen)


def test_what_came_of_work_on_the_clock_comes_back() -> None:
    async def fine() -> str:
        await asyncio.sleep(10.0)
        return "done"

    async def broken() -> None:
        raise KeyError("PO-1")

    async def part(pace: Pace) -> str:
        with pytest.raises(KeyError, match="PO-1"):
            await pace.inside(broken)
        return await pace.inside(fine)

    assert play(part) == "done"


def test_the_clock_goes_on_while_somebody_outside_is_waited_for() -> None:
    async def answer() -> str:
        await asyncio.sleep(0.2)
        return "204"

    async def part(pace: Pace) -> tuple[str, float]:
        async def delivery() -> tuple[str, float]:
            sent_s = pace.clock.now_s()
            heard = await pace.outside(answer)
            return heard, pace.clock.now_s() - sent_s

        return await pace.inside(delivery)

    heard, took_s = play(part)
    assert heard == "204"
    assert took_s >= 200.0


def test_a_time_out_on_the_clock_ends_a_wait_for_somebody_outside() -> None:
    async def part(pace: Pace) -> bool:
        async def delivery() -> bool:
            try:
                async with asyncio.timeout(100.0):
                    await pace.outside(lambda: asyncio.sleep(60.0))
            except TimeoutError:
                return True
            return False

        return await pace.inside(delivery)

    assert play(part)


def test_who_hangs_up_ends_the_work_on_the_clock() -> None:
    async def part(pace: Pace) -> list[str]:
        ended: list[str] = []

        async def work() -> None:
            try:
                await asyncio.sleep(1e6)
            finally:
                ended.append("ended")

        call = asyncio.ensure_future(pace.inside(work))
        await asyncio.sleep(0.05)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        await pace.reach(pace.now_s() + 10.0)
        return ended

    assert play(part) == ["ended"]


def test_another_speed_begins_where_the_clock_stands() -> None:
    async def part(pace: Pace) -> tuple[float, float, float]:
        await pace.reach(100.0)
        before_s = pace.now_s()
        pace.become(1.0)
        at_once_s = pace.now_s()
        await asyncio.sleep(0.1)
        return before_s, at_once_s, pace.now_s()

    before_s, at_once_s, later_s = play(part)
    assert at_once_s - before_s < 100.0
    assert later_s - at_once_s < 5.0


def test_what_breaks_on_the_clock_breaks_the_wait_for_it() -> None:
    async def part(pace: Pace) -> None:
        def fail() -> None:
            raise SystemExit("the world ended")

        waiting = asyncio.ensure_future(pace.inside(lambda: asyncio.sleep(1e9)))
        await asyncio.sleep(0.05)
        pace.inject(fail)
        with pytest.raises(Broken, match="the world ended"):
            await waiting
        with pytest.raises(Broken, match="the world ended"):
            await pace.inside(lambda: asyncio.sleep(0))
        await pace.reach(1e9)

    with pytest.raises(Broken, match="the world ended"):
        play(part)


def test_it_is_idle_when_nothing_is_scheduled_and_nobody_is_waited_for() -> None:
    async def part(pace: Pace) -> tuple[bool, bool, bool]:
        at_first = pace.is_idle

        async def work() -> None:
            await asyncio.sleep(100.0)
            await pace.outside(lambda: asyncio.sleep(0.2))

        call = asyncio.ensure_future(pace.inside(work))
        await asyncio.sleep(0.02)
        meanwhile = pace.is_idle
        await call
        await asyncio.sleep(0.05)
        return at_first, meanwhile, pace.is_idle

    assert play(part) == (True, False, True)
