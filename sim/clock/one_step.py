"""The private ready queue on which a coroutine runs to its end in one step of virtual time.

A handler behind httpx, ASGI and a middleware takes dozens of loop hops. On the common queue others
would run in between, so the order of commits would depend on the number of middlewares.
A handle belongs to a step when its context was copied inside it; what the handler wakes outside
(a consumer of a queue, say) has another context and therefore stays on the common queue.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context, ContextVar, copy_context
from typing import Any

from sim.clock.errors import ClockError, HandlerWaited
from sim.clock.whereabouts import describe_tasks

_STEP: ContextVar[OneStep | None] = ContextVar("one_step_of_virtual_time", default=None)


class OneStep:
    """One private queue; ``outer`` is the step that it was started from, if any."""

    def __init__(self, outer: OneStep | None) -> None:
        self.outer = outer
        self.ready: deque[Any] = deque()
        self.open = True

    def context(self) -> Context:
        """The caller's context, marked so that everything started in it belongs here."""
        context = copy_context()
        context.run(_STEP.set, self)
        return context

    def drain(self, run_handle: Callable[[Any], None], stall_after: int) -> Any:
        """Runs until the queue is empty; returns the handle that spins, if one does."""
        for _ in range(stall_after):
            if not self.ready:
                return None
            run_handle(self.ready.popleft())
        return self.ready[0] if self.ready else None


def queue_of(handle: Any, common: deque[Any]) -> deque[Any]:
    """The open step's queue that a handle belongs to, else the common one."""
    step: OneStep | None = handle._context.get(_STEP)
    return step.ready if step is not None and step.open else common


def waited(operation: str, pending: list[asyncio.Task[Any]]) -> HandlerWaited:
    """The error for a coroutine that did not end within its step."""
    return HandlerWaited(
        f"{operation} to end in one step of virtual time",
        f"it waits: {describe_tasks(pending)}",
        "a call is three clock events (departure, arrival, answer) and nothing may happen within "
        "one of them",
        "put service time at the edge (the cable or the system's latency), not in the handler",
    )


def refused_start(inside: asyncio.Task[Any] | None) -> ClockError:
    """The error for a step started inside another task's step, or while the loop stands."""
    return ClockError(
        "run_in_one_step() to be called from a plain callback or a SimPy process",
        f"a call from {describe_tasks([inside])}" if inside else "a call while the loop stands",
        "asyncio enters a task only while its loop runs and no other task is being stepped",
        "await the coroutine, or schedule the step with loop.call_soon() and run the clock",
    )
