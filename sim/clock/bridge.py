"""Lets a SimPy process wait for an awaitable, or asyncio code for a SimPy event.

World actors are SimPy processes while integrations are async code; each waits for the other in its
own idiom:

    receipt = yield as_event(env, client.call("create_order", body))   # in a SimPy process
    delivery = await from_event(env.timeout(3600))                      # in a coroutine
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, cast

import simpy

from sim.clock.errors import BridgedFailure


def as_event(env: simpy.Environment, awaitable: Awaitable[Any]) -> simpy.Event:
    """An event that carries the awaitable's result, or fails with its exception.

    A coroutine becomes a task, so the loop must be running (it is, in a SimPy process). Cancelling
    the awaitable fails the event with ``asyncio.CancelledError``; interrupting the waiting process
    does not cancel the awaitable. A failure nobody waits for stops the run.
    """
    event = simpy.Event(env)

    def settle(future: asyncio.Future[Any]) -> None:
        if future.cancelled():
            event.fail(asyncio.CancelledError())  # type: ignore[arg-type]
        elif (error := future.exception()) is not None:
            event.fail(_copyable(error))
        else:
            event.succeed(future.result())

    asyncio.ensure_future(awaitable).add_done_callback(settle)
    return event


async def from_event(event: simpy.Event) -> Any:
    """The event's value, or raises the exception that it failed with.

    While a coroutine waits, it handles the event's failure; cancelling the wait leaves the event
    alone.
    """
    if event.processed:
        return _outcome(event)
    happened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def wake(event: simpy.Event) -> None:
        if not happened.done():
            event.defused = True
            happened.set_result(None)

    event.callbacks.append(wake)
    try:
        await happened
    finally:
        if not event.processed:
            event.callbacks.remove(wake)
    return _outcome(event)


def _outcome(event: simpy.Event) -> Any:
    if event.ok:
        return event.value
    raise cast("BaseException", event.value)


def _copyable(error: BaseException) -> Any:
    """SimPy hands each waiting process a copy made from the type and ``args``; not all allow it."""
    try:
        type(error)(*error.args)
    except TypeError:
        failure = BridgedFailure(
            "an exception that its type and args can make again",
            repr(error),
            "SimPy hands each waiting process its own copy",
            "catch BridgedFailure and look at its __cause__, or return a value from the coroutine",
        )
        failure.__cause__ = error
        return failure
    return error
