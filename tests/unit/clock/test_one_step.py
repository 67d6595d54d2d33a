"""A handler runs to its end in one step that nothing else can enter."""

import asyncio

import pytest

from sim.clock import ClockError, ClockStalled, HandlerWaited, VirtualClock


@pytest.fixture
def clock():
    with VirtualClock() as clock:
        yield clock


async def hop(times):
    for _ in range(times):
        await asyncio.sleep(0)


def run_at(clock, t_s, coro_of):
    """Runs a coroutine in one step at t_s; returns the list that gets its outcome."""
    outcome = []
    clock.loop.call_at(t_s, lambda: outcome.append(clock.loop.run_in_one_step(coro_of())))
    return outcome


def test_result_is_there_when_the_call_returns(clock):
    async def handler():
        await hop(18)
        async with asyncio.TaskGroup() as group:
            child = group.create_task(hop(3))
        return child.done()

    outcome = run_at(clock, 5, handler)
    clock.run_until(5)
    assert outcome == [True]


def test_exception_of_the_handler_reaches_the_caller(clock):
    async def handler():
        await hop(1)
        raise ValueError("refused")

    caught = []

    def arrival():
        try:
            clock.loop.run_in_one_step(handler())
        except ValueError as error:
            caught.append(str(error))

    clock.loop.call_soon(arrival)
    clock.run_until(0)
    assert caught == ["refused"]


def test_number_of_hops_does_not_reorder_what_happens_at_an_instant(clock):
    seen = []

    async def handler(name, hops):
        await hop(hops)
        seen.append(name)

    def arrivals():
        clock.loop.call_soon(seen.append, "before")
        clock.loop.run_in_one_step(handler("slow", 50))
        clock.loop.call_soon(seen.append, "after")
        clock.loop.run_in_one_step(handler("fast", 0))

    clock.loop.call_later(1, arrivals)
    clock.run_until(1)
    assert seen == ["slow", "fast", "before", "after"]


def test_outer_task_woken_by_the_handler_runs_after_the_step(clock):
    queue: asyncio.Queue[str] = asyncio.Queue()
    seen = []

    async def consumer():
        seen.append(await queue.get())

    async def handler():
        queue.put_nowait("item")
        await hop(10)
        seen.append("handler ends")

    clock.loop.create_task(consumer())
    run_at(clock, 1, handler)
    clock.run_until(1)
    assert seen == ["handler ends", "item"]


def test_waiting_for_time_is_an_error_that_names_the_place(clock):
    async def create_order():
        await hop(2)
        await asyncio.sleep(60)

    run_at(clock, 1, create_order)
    with pytest.raises(
        HandlerWaited, match=r"create_order.*test_one_step\.py:\d+ in .*create_order"
    ):
        clock.run_until(100)
    assert clock.now_s() == 1


def test_waiting_for_another_task_is_an_error(clock):
    lock = asyncio.Lock()

    async def holder():
        async with lock:
            await asyncio.sleep(10)

    async def handler():
        async with lock:
            pass

    clock.loop.create_task(holder())
    run_at(clock, 1, handler)
    with pytest.raises(HandlerWaited, match="handler"):
        clock.run_until(5)


def test_waiting_handler_and_its_children_are_cancelled_before_the_error(clock):
    seen = []

    async def sleeper(name):
        try:
            await asyncio.sleep(60)
        finally:
            await hop(2)
            seen.append(name)

    async def handler():
        task = asyncio.create_task(sleeper("child"))
        await sleeper("handler")
        await task

    def arrival():
        with pytest.raises(HandlerWaited):
            clock.loop.run_in_one_step(handler())
        seen.append("error")

    clock.loop.call_soon(arrival)
    assert clock.run_until_quiescent(1_000)
    assert sorted(seen[:2]) == ["child", "handler"]
    assert seen[2:] == ["error"]
    assert clock.now_s() == 0


def test_zero_delay_inside_a_step_is_no_wait(clock):
    async def handler():
        done = asyncio.Event()
        asyncio.get_running_loop().call_later(0, done.set)
        await done.wait()
        return "done"

    outcome = run_at(clock, 1, handler)
    clock.run_until(1)
    assert outcome == ["done"]


def test_works_from_a_simpy_process(clock):
    seen = []

    async def handler():
        await hop(3)
        return "handled"

    def actor():
        yield clock.env.timeout(2)
        seen.append(clock.loop.run_in_one_step(handler()))

    clock.env.process(actor())
    clock.run_until(2)
    assert seen == ["handled"]


def test_steps_nest_and_leave_the_loop_running(clock):
    seen = []

    async def inner():
        await hop(2)
        seen.append("inner")

    async def outer():
        loop = clock.loop
        loop.call_soon(lambda: loop.run_in_one_step(inner()))
        await hop(5)
        seen.append(f"outer, running: {asyncio.get_running_loop() is loop}")

    run_at(clock, 1, outer)
    clock.loop.call_at(1, lambda: seen.append(clock.loop.is_running()))
    clock.run_until(1)
    assert seen == ["inner", "outer, running: True", True]
    assert not clock.loop.is_running()


def test_task_left_behind_continues_on_the_common_queue(clock):
    seen, kept = [], []

    async def background():
        await asyncio.sleep(10)
        seen.append(clock.now_s())

    async def handler():
        kept.append(asyncio.create_task(background()))

    run_at(clock, 1, handler)
    assert clock.run_until_quiescent(100)
    assert seen == [11]


def test_spinning_handler_is_stopped():
    async def spins():
        while True:  # noqa: ASYNC110 (the mistake under test)
            await asyncio.sleep(0)

    with VirtualClock(stall_after=1_000) as clock:
        run_at(clock, 1, spins)
        with pytest.raises(ClockStalled, match="spins"):
            clock.run_until(1)
        # The spinning task is still there; closing cancels it.


def test_step_inside_a_task_or_without_a_running_loop_is_refused(clock):
    async def in_task():
        clock.loop.run_in_one_step(hop(1))

    with pytest.raises(ClockError, match="in_task"):
        clock.run(in_task())
    with pytest.raises(ClockError, match="loop stands"):
        clock.loop.run_in_one_step(hop(1))
