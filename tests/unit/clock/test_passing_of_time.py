"""What moves the virtual clock, in which order, and what does not move it."""

import asyncio
import math
from typing import Any

import pytest

from sim.clock import ClockError, VirtualClock


@pytest.fixture
def clock():
    with VirtualClock() as clock:
        yield clock


def test_a_sleep_of_a_day_takes_a_day_of_virtual_time(clock):
    clock.run(asyncio.sleep(86_400))
    assert clock.now_s() == 86_400 == clock.loop.time() == clock.env.now


def test_clock_starts_at_the_given_time():
    with VirtualClock(initial_time_s=1_000) as clock:
        clock.run(asyncio.sleep(1))
        assert clock.now_s() == 1_001


def test_run_returns_the_result_or_raises_the_exception(clock):
    async def works():
        return 7

    async def fails():
        raise ValueError("no")

    assert clock.run(works()) == 7
    with pytest.raises(ValueError, match="no"):
        clock.run(fails())


def test_what_else_is_scheduled_goes_on_in_the_next_run(clock):
    seen: list[Any] = []
    clock.loop.call_later(5, seen.append, "later")
    clock.run(asyncio.sleep(1))
    assert (clock.now_s(), seen) == (1, [])
    clock.run(asyncio.sleep(4))
    assert (clock.now_s(), seen) == (5, ["later"])


def test_same_instant_runs_in_scheduling_order_across_asyncio_and_simpy(clock):
    seen: list[Any] = []

    def simpy_timeout(label):
        clock.env.timeout(1).callbacks.append(lambda _: seen.append(label))

    for index in range(3):
        clock.loop.call_later(1, seen.append, f"asyncio {index}")
        simpy_timeout(f"simpy {index}")
    clock.run_until(1)
    assert seen == [f"{kind} {index}" for index in range(3) for kind in ("asyncio", "simpy")]


def test_a_timer_and_all_that_follows_from_it_come_before_the_next_timer(clock):
    seen: list[Any] = []

    def first():
        seen.append("first")
        clock.loop.call_soon(seen.append, "follows")

    clock.loop.call_later(1, first)
    clock.loop.call_later(1, seen.append, "second")
    clock.run_until(1)
    assert seen == ["first", "follows", "second"]


def test_callbacks_of_one_instant_run_first_in_first_out(clock):
    seen: list[Any] = []
    for number in range(5):
        clock.loop.call_soon(seen.append, number)
    clock.run_until(0)
    assert seen == [0, 1, 2, 3, 4]


def test_no_delay_or_a_past_time_runs_at_this_instant_after_ready_callbacks(clock):
    seen: list[Any] = []

    def schedule():
        clock.loop.call_later(0, seen.append, "zero")
        clock.loop.call_later(-3, seen.append, "negative")
        clock.loop.call_at(2, seen.append, "past")
        clock.loop.call_soon(seen.append, "soon")

    clock.loop.call_later(10, schedule)
    clock.run_until(10)
    assert seen == ["soon", "zero", "negative", "past"]
    assert clock.now_s() == 10


def test_a_tiny_positive_delay_is_rounded_up_to_a_microsecond(clock):
    clock.run_until(1_000_000)
    for set_timer in (
        lambda: clock.loop.call_later(1e-17, int),
        lambda: clock.loop.call_at(clock.now_s() + 2e-10, int),
        lambda: clock.loop.call_at(clock.now_s() + 1e-17, int),  # is call_at(now)
    ):
        assert set_timer().when() == clock.now_s() + 1e-6


def test_a_loop_of_vanishing_delays_still_makes_progress(clock):
    async def limiter():
        while clock.now_s() < 1_000_000.001:  # noqa: ASYNC110 (what a rate limiter does)
            await asyncio.sleep(1e-15)

    clock.run_until(1_000_000)
    clock.run(limiter())


def test_an_infinite_delay_never_ends_and_does_not_keep_the_clock_busy(clock):
    clock.loop.call_later(math.inf, int)
    assert clock.run_until_quiescent(1e9)
    assert clock.now_s() == 0


def test_a_delay_that_is_not_a_number_is_refused(clock):
    with pytest.raises(ValueError, match="nan"):
        clock.loop.call_later(math.nan, int)


def test_cancelled_timer_does_not_move_the_clock(clock):
    async def call_with_timeout():
        async with asyncio.timeout(86_400):
            await asyncio.sleep(1_000)

    clock.run(call_with_timeout())
    assert clock.run_until_quiescent(1e9)
    assert clock.now_s() == 1_000


def test_cancelled_timer_beyond_the_limit_does_not_hide_quiescence(clock):
    clock.loop.call_later(100, int).cancel()
    assert clock.run_until_quiescent(10)
    assert clock.now_s() == 0


def test_a_million_cancelled_timers_do_not_accumulate(clock):
    for _ in range(1_000_000):
        clock.loop.call_later(30, int).cancel()
    assert len(clock.env._queue) <= 101


def test_compaction_keeps_live_timers_and_simpy_events_in_order(clock):
    seen: list[Any] = []
    for number in range(200):
        clock.loop.call_later(5, seen.append, number)
        clock.env.timeout(5).callbacks.append(lambda _, number=number: seen.append(number))
        for _ in range(20):
            clock.loop.call_later(5, seen.append, "dead").cancel()
    clock.run_until(5)
    assert seen == [number for number in range(200) for _ in range(2)]


def test_timer_cancelled_after_it_fired_leaves_the_count_of_dead_timers_alone(clock):
    timers = [clock.loop.call_later(1, int) for _ in range(500)]
    clock.run_until(1)
    for timer in timers:
        timer.cancel()
    assert clock.loop._cancelled_timers == 0


def test_run_until_includes_its_instant_and_stands_there(clock):
    seen: list[Any] = []
    for delay in (9.5, 10, 10.5):
        clock.loop.call_later(delay, seen.append, delay)
    clock.run_until(10)
    assert (seen, clock.now_s()) == ([9.5, 10], 10)


@pytest.mark.parametrize("t_s", [4.9, math.inf, math.nan])
def test_run_until_refuses_the_past_and_the_unreachable(clock, t_s):
    clock.run_until(5)
    with pytest.raises(ClockError, match="remedy"):
        clock.run_until(t_s)


@pytest.mark.parametrize("limit_s", [4.9, math.nan])
def test_run_until_quiescent_refuses_the_past(clock, limit_s):
    clock.run_until(5)
    with pytest.raises(ClockError, match="remedy"):
        clock.run_until_quiescent(limit_s)


def test_stop_does_not_cut_a_bounded_run_short(clock):
    seen: list[Any] = []
    clock.loop.call_later(1, clock.loop.stop)
    clock.loop.call_later(2, seen.append, "after")
    clock.run_until(3)
    assert seen == ["after"]


def test_quiescence_stands_at_the_last_thing_that_happened(clock):
    clock.loop.call_later(3, int)
    clock.env.timeout(7)
    assert clock.run_until_quiescent(1_000)
    assert clock.now_s() == 7


def test_quiescence_is_denied_when_the_limit_comes_first(clock):
    clock.loop.call_later(3, int)
    clock.loop.call_later(30, int)
    assert not clock.run_until_quiescent(10)
    assert clock.now_s() == 3


def test_progress_is_reported_with_the_time_and_seldom(clock):
    async def work():
        for _ in range(30_000):
            await asyncio.sleep(1)

    reported: list[Any] = []
    task = clock.loop.create_task(work())
    clock.run_until(30_000, on_progress=reported.append)
    assert task.done()
    assert reported == sorted(set(reported))
    assert 2 <= len(reported) <= 10


@pytest.mark.parametrize("drive", [lambda env: env.run(until=3), lambda env: env.step()])
def test_driving_the_environment_with_simpy_itself_is_refused(clock, drive):
    with pytest.raises(ClockError, match="run_until"):
        drive(clock.env)


def test_standard_runner_works_on_the_virtual_loop(clock):
    with asyncio.Runner(loop_factory=lambda: clock.loop) as runner:
        runner.run(asyncio.sleep(60))
    assert clock.now_s() == 60
