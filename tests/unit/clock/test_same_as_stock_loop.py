"""The same coroutine gives the same observations on asyncio's own loop and on the virtual one.

The bodies never wait for a positive time, so they need no real sleep on the stock loop either.
"""

import asyncio
import contextvars

import pytest

from sim.clock import VirtualClock


def on_stock_loop(body):
    return asyncio.run(body())


def on_virtual_loop(body):
    with VirtualClock() as clock:
        return clock.run(body())


async def queue_hands_items_over_in_order():
    queue: asyncio.Queue[int] = asyncio.Queue(maxsize=2)
    seen = []

    async def produce():
        for item in range(5):
            await queue.put(item)
            seen.append(f"put {item}")

    async def consume():
        for number in range(5):
            item = await queue.get()
            seen.append(f"got {number}: {item}")

    await asyncio.gather(produce(), consume())
    return seen


async def lock_and_semaphore_admit_in_order():
    lock, semaphore, seen = asyncio.Lock(), asyncio.Semaphore(2), []

    async def worker(name):
        async with semaphore:
            seen.append(f"{name} inside")
            async with lock:
                await asyncio.sleep(0)
                seen.append(f"{name} locked")

    await asyncio.gather(*(worker(name) for name in "abcd"))
    return seen


async def event_wakes_all_waiters():
    event, seen = asyncio.Event(), []

    async def waiter(name):
        await event.wait()
        seen.append(name)

    tasks = [asyncio.create_task(waiter(name)) for name in "abc"]
    await asyncio.sleep(0)
    event.set()
    await asyncio.gather(*tasks)
    return seen


async def timeout_expires():
    seen = []
    try:
        async with asyncio.timeout(0):
            await asyncio.Event().wait()
    except TimeoutError:
        seen.append("timeout")
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0)
    except TimeoutError:
        seen.append("wait_for")
    return seen


async def wait_for_passes_the_result_on():
    async def soon():
        await asyncio.sleep(0)
        return "result"

    return await asyncio.wait_for(soon(), 3_600)


async def failing_child_cancels_its_siblings():
    seen = []

    async def sibling():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def fails():
        await asyncio.sleep(0)
        raise KeyError("child")

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(sibling())
            group.create_task(fails())
    except* KeyError as errors:
        seen.append(repr(errors.exceptions))
    return seen


async def cancelling_reaches_shield_and_finally():
    seen = []

    async def inner():
        try:
            await asyncio.Event().wait()
        finally:
            seen.append("inner finally")

    kept = asyncio.create_task(inner())
    outer = asyncio.ensure_future(asyncio.shield(kept))
    await asyncio.sleep(0)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        seen.append(f"inner done: {kept.done()}")
    kept.cancel()
    await asyncio.wait([kept])
    return seen


async def callbacks_keep_their_context():
    variable = contextvars.ContextVar("variable", default="outer")
    seen: list[object] = []
    done = asyncio.Event()

    def callback():
        seen.append(variable.get())
        variable.set("changed inside")
        seen.append(asyncio.get_running_loop() is asyncio.get_event_loop())

    other = contextvars.copy_context()
    other.run(variable.set, "other")
    loop = asyncio.get_running_loop()
    loop.call_soon(callback)
    loop.call_soon(callback, context=other)
    loop.call_later(0, callback, context=other)
    loop.call_later(0, done.set)
    await done.wait()
    return [*seen, variable.get()]


async def async_generator_is_finalised_when_dropped():
    seen = []

    async def numbers():
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            seen.append("finalised")

    async for number in numbers():
        seen.append(number)
        break
    for _ in range(3):
        await asyncio.sleep(0)
    return seen


async def failing_callback_reaches_the_exception_handler():
    seen = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: seen.append(repr(context["exception"])))
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    return seen


@pytest.mark.parametrize(
    "body",
    [
        queue_hands_items_over_in_order,
        lock_and_semaphore_admit_in_order,
        event_wakes_all_waiters,
        timeout_expires,
        wait_for_passes_the_result_on,
        failing_child_cancels_its_siblings,
        cancelling_reaches_shield_and_finally,
        callbacks_keep_their_context,
        async_generator_is_finalised_when_dropped,
        failing_callback_reaches_the_exception_handler,
    ],
    ids=lambda body: body.__name__,
)
def test_virtual_loop_shows_what_the_stock_loop_shows(body):
    observed = on_virtual_loop(body)
    assert observed
    assert observed == on_stock_loop(body)
