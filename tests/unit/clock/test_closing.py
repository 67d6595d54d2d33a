"""Clocks come and go in one process without noise and without leaving anything behind."""

import asyncio
import gc
import logging
import sys

import pytest

from sim.clock import VirtualClock


def test_closing_cancels_remaining_tasks_in_order_and_quietly(caplog):
    seen = []

    async def waits(name):
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            seen.append(name)

    with VirtualClock() as clock:
        for name in "abc":
            clock.loop.create_task(waits(name))
        clock.run_until(1)
    gc.collect()
    assert seen == ["a", "b", "c"]
    assert caplog.records == []


def test_closing_lets_no_time_pass(caplog):
    async def lingers():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(60)

    clock = VirtualClock()
    clock.loop.create_task(lingers())
    clock.env.timeout(5).callbacks.append(lambda _: pytest.fail("ran after the end"))
    clock.run_until(1)
    clock.close()
    gc.collect()
    assert clock.now_s() == 1
    assert caplog.records == []


def test_closing_reports_a_task_that_fails_on_its_way_out(caplog):
    async def fails_late():
        try:
            await asyncio.Event().wait()
        finally:
            raise ValueError("late")

    clock = VirtualClock()
    clock.loop.create_task(fails_late())
    clock.run_until(1)
    with caplog.at_level(logging.CRITICAL, logger="asyncio"):
        clock.close()
    assert [str(each.exception) for each in clock.loop.unhandled] == ["late"]


def test_closing_finishes_async_generators_in_order_of_their_start():
    seen, kept = [], []

    async def numbers(name):
        try:
            yield 1
        finally:
            await asyncio.sleep(0)
            seen.append(name)

    async def start(name):
        kept.append(numbers(name))
        await anext(kept[-1])

    with VirtualClock() as clock:
        for name in "abcdef":
            clock.run(start(name))
    assert seen == list("abcdef")


def test_closing_twice_is_harmless():
    clock = VirtualClock()
    clock.close()
    clock.close()
    assert clock.loop.is_closed()


def test_closed_loop_refuses_work():
    clock = VirtualClock()
    clock.close()
    for schedule in (clock.loop.call_soon, lambda call: clock.loop.call_later(1, call)):
        with pytest.raises(RuntimeError, match="closed"):
            schedule(int)


def test_many_clocks_follow_one_another():
    for number in range(50):
        with VirtualClock() as clock:
            clock.run(asyncio.sleep(number))
            assert clock.now_s() == number


def test_running_flags_and_hooks_are_restored_even_after_a_failure():
    hooks = sys.get_asyncgen_hooks()
    with VirtualClock() as clock:
        clock.loop.call_soon(sys.exit)
        with pytest.raises(SystemExit):
            clock.run_until(1)
        assert not clock.loop.is_running()
        assert asyncio._get_running_loop() is None
        assert sys.get_asyncgen_hooks() == hooks
        clock.run(asyncio.sleep(1))


def test_run_inside_a_run_is_refused():
    with VirtualClock() as clock:

        async def nested():
            clock.run_until(5)

        with pytest.raises(RuntimeError, match="already running"):
            clock.run(nested())


def test_public_names_are_the_promised_ones():
    import sim.clock

    assert sorted(sim.clock.__all__) == sim.clock.__all__
    assert all(hasattr(sim.clock, name) for name in sim.clock.__all__)
