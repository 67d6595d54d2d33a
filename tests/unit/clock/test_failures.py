"""Standing time, deadlocks and failures that nobody handles are reported, with names."""

import asyncio
import copy
import gc
import logging
import pickle

import pytest

from sim.clock import ClockError, ClockStalled, Deadlock, HandlerWaited, VirtualClock


@pytest.fixture
def clock():
    with VirtualClock() as clock:
        yield clock


async def busy_waiter():
    while True:  # noqa: ASYNC110 (the mistake under test)
        await asyncio.sleep(0)


def test_standing_time_stops_the_run_and_names_the_task():
    with VirtualClock(stall_after=500) as clock:
        clock.loop.create_task(busy_waiter())
        with pytest.raises(ClockStalled, match=r"500.*busy_waiter.*test_failures\.py"):
            clock.run_until(1)


def test_standing_time_is_noticed_in_timers_and_simpy_events_too():
    def timer(clock):
        clock.loop.call_later(0, timer, clock)

    def process(env):
        while True:
            yield env.timeout(0)

    for start in (timer, lambda clock: clock.env.process(process(clock.env))):
        with VirtualClock(stall_after=500) as clock:
            start(clock)
            with pytest.raises(ClockStalled):
                clock.run_until(1)


def test_many_callbacks_are_no_stall_while_time_moves():
    async def steady():
        for _ in range(100):
            await asyncio.sleep(1)
            for _ in range(50):
                await asyncio.sleep(0)

    with VirtualClock(stall_after=500) as clock:
        clock.run(steady())


def test_many_short_runs_at_one_instant_are_no_stall():
    async def short():
        for _ in range(400):
            await asyncio.sleep(0)

    with VirtualClock(stall_after=500) as clock:
        for _ in range(20):
            clock.run(short())


def test_finished_run_is_not_held_up_by_a_task_that_spins():
    with VirtualClock(stall_after=500) as clock:
        clock.loop.create_task(busy_waiter())
        assert clock.run(asyncio.sleep(0, "done")) == "done"


def test_wait_that_nothing_can_end_is_a_deadlock_that_names_the_waiting_tasks(clock):
    async def holds_forever(event):
        await event.wait()

    async def main():
        event = asyncio.Event()
        await asyncio.gather(holds_forever(event), holds_forever(event))

    with pytest.raises(Deadlock, match=r"Task-1 .*main.*Task-2 .*holds_forever.*Task-3"):
        clock.run(main())


def test_quiescence_with_a_waiting_task_is_no_error(clock):
    clock.loop.create_task(asyncio.Event().wait())
    assert clock.run_until_quiescent(10)


def test_failed_simpy_event_nobody_handles_stops_the_run_with_that_exception(clock):
    failure = ValueError("stop")

    def actor():
        yield clock.env.timeout(1)
        raise failure

    clock.env.process(actor())
    with pytest.raises(ValueError, match="stop") as raised:
        clock.run_until(2)
    assert raised.value is failure


def test_failed_simpy_event_stops_a_run_of_a_coroutine_too(clock):
    clock.env.event().fail(LookupError("lost"))
    with pytest.raises(LookupError, match="lost"):
        clock.run(asyncio.sleep(1))


def test_failing_callback_is_recorded_and_the_run_goes_on(clock, caplog):
    clock.loop.call_later(1, lambda: 1 / 0)
    clock.loop.call_later(2, int)
    with caplog.at_level(logging.CRITICAL, logger="asyncio"):
        clock.run_until(3)
    (unhandled,) = clock.loop.unhandled
    assert isinstance(unhandled.exception, ZeroDivisionError)


def test_failed_task_nobody_awaits_is_recorded_even_with_a_foreign_handler(clock):
    async def fails():
        raise KeyError("forgotten")

    reported = []
    clock.loop.set_exception_handler(lambda _, context: reported.append(context["message"]))
    clock.loop.create_task(fails())
    clock.run_until(1)
    gc.collect()
    assert [repr(each.exception) for each in clock.loop.unhandled] == ["KeyError('forgotten')"]
    assert len(reported) == 1


def test_clock_error_in_a_plain_callback_stops_the_run(clock):
    def arrival():
        clock.loop.run_in_one_step(asyncio.sleep(1))

    clock.loop.call_soon(arrival)
    with pytest.raises(HandlerWaited):
        clock.run_until(1)


def test_exit_requested_in_a_callback_ends_the_run(clock):
    def leave():
        raise SystemExit(3)

    clock.loop.call_later(1, leave)
    with pytest.raises(SystemExit):
        clock.run_until(2)
    assert not clock.loop.is_running()


@pytest.mark.parametrize("duplicate", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_clock_errors_survive_the_copies_that_simpy_and_processes_make(duplicate):
    error = ClockError("this", "that", "because", "do so")
    assert str(duplicate(error)) == str(error)
    assert str(type(error)(*error.args)) == (
        "expected: this; got: that; why: because; remedy: do so"
    )
