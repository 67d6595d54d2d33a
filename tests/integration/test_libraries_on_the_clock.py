"""Libraries that integrations are built on run unchanged in virtual time."""

import asyncio

import aiolimiter
import anyio
import anyio.to_thread
import httpx
import pytest
import tenacity
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware

from sim.clock import HandlerWaited, VirtualClock, VirtualTimeViolation, as_event
from tests.bench.queue_mm2 import asyncio_on_simpy, bare_simpy


@pytest.fixture
def clock():
    with VirtualClock() as clock:
        yield clock


@pytest.fixture
def app():
    app = FastAPI()

    @app.get("/slow")
    async def slow():
        await asyncio.sleep(60)
        return {"at_s": asyncio.get_running_loop().time()}

    @app.post("/orders")
    async def create_order(order: dict[str, int]) -> dict[str, int]:
        return order

    @app.get("/threaded")
    def threaded():
        return "never"

    return app


def client_of(app, **options):
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://erp", **options)


def test_asyncio_queue_gives_the_numbers_of_the_simpy_model_to_the_last_bit():
    assert asyncio_on_simpy(2_000, seed=7) == bare_simpy(2_000, seed=7)


def test_hundred_calls_to_a_slow_fastapi_handler_take_one_minute(clock, app):
    async def call_all():
        async with client_of(app) as client:
            return await asyncio.gather(*(client.get("/slow") for _ in range(100)))

    answers = clock.run(call_all())
    assert [answer.json() for answer in answers] == [{"at_s": 60.0}] * 100
    assert clock.now_s() == 60


def test_call_times_out_in_virtual_time(clock, app):
    async def impatient():
        async with client_of(app) as client, asyncio.timeout(10):
            await client.get("/slow")

    with pytest.raises(TimeoutError):
        clock.run(impatient())
    assert clock.run_until_quiescent(1_000)
    assert clock.now_s() == 10


def test_simpy_process_calls_a_fastapi_app(clock, app):
    seen = []

    def buyer():
        client = client_of(app)
        for quantity in (1, 2):
            yield clock.env.timeout(3_600)
            answer = yield as_event(clock.env, client.post("/orders", json={"quantity": quantity}))
            seen.append((clock.now_s(), answer.json()))
        yield as_event(clock.env, client.aclose())

    clock.env.process(buyer())
    assert clock.run_until_quiescent(1e6)
    assert seen == [(3_600, {"quantity": 1}), (7_200, {"quantity": 2})]


@pytest.mark.parametrize("middlewares", [0, 1, 3])
def test_call_through_middlewares_is_one_step_of_virtual_time(clock, app, middlewares):
    async def pass_on(request, call_next):
        return await call_next(request)

    for _ in range(middlewares):
        app.add_middleware(BaseHTTPMiddleware, dispatch=pass_on)
    seen = []

    async def call(number):
        async with client_of(app) as client:
            answer = await client.post("/orders", json={"number": number})
            seen.append(answer.json()["number"])

    for number in range(3):
        clock.loop.call_later(1, lambda n=number: clock.loop.run_in_one_step(call(n)))
        clock.loop.call_later(1, seen.append, f"between {number}")
    clock.run_until(1)
    assert seen == [0, "between 0", 1, "between 1", 2, "between 2"]


def test_handler_that_waits_in_one_step_is_named(clock, app):
    async def pass_on(request, call_next):
        return await call_next(request)

    app.add_middleware(BaseHTTPMiddleware, dispatch=pass_on)

    async def call():
        async with client_of(app) as client:
            await client.get("/slow")

    clock.loop.call_soon(lambda: clock.loop.run_in_one_step(call()))
    with pytest.raises(HandlerWaited, match=r"test_libraries_on_the_clock\.py:\d+ in .*slow"):
        clock.run_until(100)
    assert clock.now_s() == 0


def test_synchronous_fastapi_handler_is_refused(clock, app):
    async def call():
        async with client_of(app) as client:
            await client.get("/threaded")

    with pytest.raises(VirtualTimeViolation, match="async def"):
        clock.run(call())


def test_tenacity_waits_in_virtual_time(clock):
    attempts = []

    async def call():
        waits = tenacity.wait_exponential(multiplier=1)
        async for attempt in tenacity.AsyncRetrying(
            wait=waits, stop=tenacity.stop_after_attempt(5), reraise=True
        ):
            with attempt:
                attempts.append(clock.now_s())
                raise ConnectionError

    with pytest.raises(ConnectionError):
        clock.run(call())
    assert attempts == [0, 1, 3, 7, 15]


def test_aiolimiter_spreads_calls_and_never_hangs(clock):
    limiter = aiolimiter.AsyncLimiter(max_rate=10, time_period=1)
    times_s = []

    async def call():
        async with limiter:
            times_s.append(clock.now_s())

    async def call_all():
        await asyncio.gather(*(call() for _ in range(1_000)))

    clock.run_until(2_000_000)  # where the limiter's float rounding bites
    clock.run(call_all())
    assert len(times_s) == 1_000
    assert times_s == sorted(times_s)
    assert times_s[9] == 2_000_000
    assert round(times_s[-1] - 2_000_000, 3) == 99  # (1,000 - burst of 10) / 10 per second


def test_anyio_task_groups_and_scopes(clock):
    seen: list[tuple[object, ...]] = []

    async def worker(name, delay_s):
        await anyio.sleep(delay_s)
        seen.append((name, anyio.current_time()))

    async def body():
        async with anyio.create_task_group() as group:
            group.start_soon(worker, "a", 20)
            group.start_soon(worker, "b", 10)
        with anyio.move_on_after(5) as scope:
            await anyio.sleep_forever()
        seen.append(("moved on", scope.cancelled_caught, anyio.current_time()))
        with pytest.raises(TimeoutError):
            with anyio.fail_after(5):
                await anyio.sleep(60)

    clock.run(body())
    assert seen == [("b", 10), ("a", 20), ("moved on", True, 25)]
    assert clock.now_s() == 30


def test_anyio_memory_streams_and_limiters(clock):
    async def body():
        send, receive = anyio.create_memory_object_stream[int](2)
        received = []

        async def produce():
            async with send:
                for item in range(5):
                    await send.send(item)

        async with anyio.create_task_group() as group, receive:
            group.start_soon(produce)
            async for item in receive:
                await anyio.sleep(1)
                received.append(item)
        return received

    assert clock.run(body()) == [0, 1, 2, 3, 4]
    assert clock.now_s() == 5


def test_anyio_threads_are_refused(clock):
    with pytest.raises(VirtualTimeViolation, match="thread"):
        clock.run(anyio.to_thread.run_sync(int))
