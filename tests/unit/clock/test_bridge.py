"""SimPy processes wait for awaitables, coroutines wait for SimPy events."""

import asyncio

import pytest
import simpy

from sim.clock import BridgedFailure, VirtualClock, as_event, from_event


@pytest.fixture
def clock():
    with VirtualClock() as clock:
        yield clock


class NeedsKeyword(Exception):
    def __init__(self, message, *, request):
        super().__init__(message)
        self.request = request


async def answer_after(delay_s, outcome):
    await asyncio.sleep(delay_s)
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


def test_process_gets_the_result_of_a_coroutine(clock):
    seen = []

    def ward():
        receipt = yield as_event(clock.env, answer_after(5, "receipt"))
        seen.append((clock.now_s(), receipt))

    clock.env.process(ward())
    assert clock.run_until_quiescent(100)
    assert seen == [(5, "receipt")]


def test_process_can_catch_the_exception_of_a_coroutine(clock):
    seen = []

    def ward():
        try:
            yield as_event(clock.env, answer_after(1, ValueError("refused")))
        except ValueError as error:
            seen.append(str(error))

    clock.env.process(ward())
    clock.run_until(1)
    assert seen == ["refused"]


def test_exception_that_simpy_cannot_copy_arrives_as_a_cause(clock):
    original = NeedsKeyword("no", request="r")
    seen = []

    def ward():
        try:
            yield as_event(clock.env, answer_after(1, original))
        except BridgedFailure as error:
            copied_from = error.__cause__
            assert copied_from is not None
            seen.append(copied_from.__cause__)

    clock.env.process(ward())
    clock.run_until(1)
    assert seen == [original]


def test_process_sees_the_cancelling_of_what_it_waits_for(clock):
    seen = []

    def ward():
        call = asyncio.get_running_loop().create_task(asyncio.sleep(100))
        clock.loop.call_later(2, call.cancel)
        try:
            yield as_event(clock.env, call)
        except asyncio.CancelledError:
            seen.append(clock.now_s())

    clock.env.process(ward())
    clock.run_until(2)
    assert seen == [2]


def test_failed_awaitable_nobody_waits_for_stops_the_run(clock):
    def ward():
        as_event(clock.env, answer_after(1, ValueError("lost")))
        yield clock.env.timeout(10)

    clock.env.process(ward())
    with pytest.raises(ValueError, match="lost"):
        clock.run_until(10)


def test_coroutine_gets_the_value_of_an_event(clock):
    assert clock.run(from_event(clock.env.timeout(3, "delivered"))) == "delivered"
    assert clock.now_s() == 3


def test_coroutine_gets_the_value_of_an_event_of_the_past(clock):
    event = clock.env.timeout(3, "delivered")
    clock.run_until(5)
    assert clock.run(from_event(event)) == "delivered"


def test_coroutine_gets_the_exception_of_a_process(clock):
    def supplier():
        yield clock.env.timeout(1)
        raise LookupError("no stock")

    with pytest.raises(LookupError, match="no stock"):
        clock.run(from_event(clock.env.process(supplier())))


def test_cancelled_wait_lets_go_of_the_event(clock):
    event = clock.env.event()

    async def impatient():
        async with asyncio.timeout(1):
            await from_event(event)

    with pytest.raises(TimeoutError):
        clock.run(impatient())
    assert event.callbacks == []


def test_simpy_resources_serve_processes_and_coroutines_together(clock):
    dock, seen = simpy.Resource(clock.env, capacity=1), []

    def process():
        with dock.request() as request:
            yield request
            yield clock.env.timeout(10)
            seen.append(("process", clock.now_s()))

    async def coroutine():
        with dock.request() as request:
            await from_event(request)
            await asyncio.sleep(10)
            seen.append(("coroutine", clock.now_s()))

    clock.env.process(process())
    clock.loop.call_later(1, lambda: clock.loop.create_task(coroutine()))
    assert clock.run_until_quiescent(100)
    assert seen == [("process", 10), ("coroutine", 20)]
