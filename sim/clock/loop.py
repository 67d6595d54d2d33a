"""An asyncio event loop whose timers are SimPy events, so ordinary async code runs in virtual time.

Callbacks of the current instant lie in a ready queue that is drained before the next SimPy step
(1.6 times faster than putting them on SimPy's heap). Where it differs from the stock loop:
timers of one instant run one after another, each with all that follows from it at that instant,
in the order in which they were set; a positive delay, or that of ``call_at(now)``, is at least one
microsecond; an infinite one never ends; ``stop()`` does nothing to ``VirtualClock.run_until``; slow
callbacks are not reported.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextvars import Context
from dataclasses import dataclass
from heapq import heappop
from inspect import CORO_CREATED, getcoroutinestate
from math import inf
from typing import Any, Never, TypeVar

from simpy.events import Event

from sim.clock.callbacks import Callback, Timer
from sim.clock.environment import ClockEnvironment
from sim.clock.errors import ClockError, Deadlock
from sim.clock.one_step import OneStep, queue_of, refused_start, waited
from sim.clock.refusals import refusing
from sim.clock.scheduling import Schedule
from sim.clock.stall import StallWatch, stalled
from sim.clock.tasks import pending_tasks, task_sequence
from sim.clock.whereabouts import describe_tasks

T = TypeVar("T")


class _Halt(BaseException):
    """Raised by the callback that ``stop()`` queues, behind everything scheduled before."""


_ENDS_THE_RUN = (SystemExit, KeyboardInterrupt, _Halt, ClockError)


@dataclass(frozen=True)
class Unhandled:
    """What reached the loop's exception handler: nobody retrieved or caught it."""

    message: str
    exception: BaseException | None
    source: str


class VirtualLoop(Schedule):
    """The event loop of a ``VirtualClock``; ``time()`` is the environment's time in seconds.

    ``unhandled`` lists failures nobody retrieved (a task's is noticed when the task is freed),
    ``violations`` what was refused, even if the code under test swallowed it.
    """

    _stopping: bool
    _check_running: Callable[[], None]

    def __init__(self, env: ClockEnvironment, watch: StallWatch) -> None:
        super().__init__(env)
        self._watch = watch
        self._halt: Callback | None = None
        self._limit_s = inf
        self._bounded = False
        self.unhandled: list[Unhandled] = []
        self.fence: Callable[[Context], bool] | None = None
        """Asked before each callback, from the next run on: False has it skipped."""
        self.keep: Callable[[Any, Context], bool] | None = None
        """Told of each callback that was skipped, with its context: True if somebody holds it, to
        `resume` it later. Else it is gone for good."""

    # --- running

    def advance(self, limit_s: float) -> bool:
        """Runs all that is due up to and including ``limit_s``; True when nothing is left.

        Time stands at the last thing that happened. ``-inf`` runs this instant's callbacks only.
        """
        self._check_closed()
        self._check_running()
        self._bounded, self._limit_s = True, limit_s
        try:
            self.run_forever()
        finally:
            self._bounded, self._limit_s = False, inf
        return not self._ready and not self._heap

    def run_forever(self) -> None:
        self._check_running()
        self._watch.restart()
        with refusing(self.violations):
            try:
                super().run_forever()
            finally:
                if self._halt is not None:
                    self._halt.cancel()  # an exception may have overtaken it

    def stop(self) -> None:
        self._stopping = True
        self._halt = Callback(_raise_halt, (), self, None)
        self._ready.append(self._halt)

    def _run_once(self) -> None:
        # The stock loop calls this once per iteration; here it lasts until there is cause to stop.
        while True:
            try:
                self._drive(self._limit_s)
            except _Halt:
                if not self._bounded:
                    return
            else:
                break
        if not self._bounded:
            raise _deadlock(pending_tasks(self), self._env._now)
        self._stopping = True

    def _drive(self, limit_s: float) -> None:
        """Runs callbacks, timers and SimPy events in order, up to and including ``limit_s``."""
        env, heap, ready, watch = self._env, self._heap, self._ready, self._watch
        next_ready, fence = ready.popleft, self.fence
        until_check = watch.check_every
        handle: Any = None
        while True:
            until_check -= 1
            if not until_check:
                until_check = watch.check(env._now, handle)
            if ready:
                handle = next_ready()
                if handle._cancelled:
                    continue
            else:
                if not heap or heap[0][0] > limit_s:
                    if self._drop_cancelled_heads():
                        continue
                    return
                at_s, _, _, handle = heappop(heap)
                if handle.__class__ is not Timer:
                    env._now = at_s
                    _process(handle)
                    continue
                if handle._cancelled:
                    self._cancelled_timers -= 1
                    continue
                env._now = at_s
                handle._scheduled = False
            if fence is not None and not fence(handle._context):
                self._skip(handle)
                continue
            try:
                handle._context.run(handle._callback, *handle._args)
            except _ENDS_THE_RUN:
                raise
            except BaseException as error:
                self._report_failed(handle, error)

    def _skip(self, handle: Any) -> None:
        if self.keep is None or not self.keep(handle, handle._context):
            _discard(handle)

    def stand_at(self, t_s: float) -> None:
        """Moves the clock to ``t_s``, up to which ``advance`` has run."""
        self._env._now = t_s

    def resume(self, kept: Iterable[Any]) -> None:
        """Runs callbacks that were kept, in their order, at this instant."""
        self._ready.extend(kept)

    def abandon(self) -> list[Any]:
        """All pending tasks and live async generators. The loop will not close these generators:
        they and the tasks live as long as the caller holds them."""
        abandoned = [*pending_tasks(self), *self._asyncgens]
        self._asyncgens.clear()
        return abandoned

    # --- one step

    def run_in_one_step(self, coro: Coroutine[Any, Any, T]) -> T:
        """Runs a coroutine to its end now, so that nothing else happens in between.

        Tasks that it leaves running continue on the common queue. Raises ``HandlerWaited`` when it
        would have to wait, after cancelling it and the tasks that it started.
        """
        if (inside := asyncio.current_task(self)) is not None or not self.is_running():
            coro.close()
            raise refused_start(inside)
        step = self._step = OneStep(self._step)
        first_sequence = self._task_sequence.created + 1
        try:
            task: asyncio.Task[T] = self.create_task(coro, context=step.context())
            self._drain(step)
            if not task.done():
                raise self._cancel_waiting(step, task, first_sequence)
            return task.result()
        finally:
            self._step = step.outer
            step.open = False
            for handle in step.ready:  # only an error leaves any
                queue_of(handle, self._ready).append(handle)

    def _drain(self, step: OneStep) -> None:
        spinning = step.drain(self._run_handle, self._watch.stall_after)
        if spinning is not None:
            raise stalled(self._env._now, self._watch.stall_after, spinning)

    def _cancel_waiting(
        self, step: OneStep, task: asyncio.Task[Any], first_sequence: int
    ) -> ClockError:
        pending = [each for each in pending_tasks(self) if task_sequence(each) >= first_sequence]
        error = waited(getattr(task.get_coro(), "__qualname__", task.get_name()), pending)
        for each in pending:
            each.cancel()
        self._drain(step)
        for each in pending:
            if each.done() and not each.cancelled():
                each.exception()  # the error raised here says it all
        return error

    def _run_handle(self, handle: Any) -> None:
        if not handle._cancelled:
            try:
                handle._context.run(handle._callback, *handle._args)
            except _ENDS_THE_RUN:
                raise
            except BaseException as error:
                self._report_failed(handle, error)

    # --- failures

    def _report_failed(self, handle: Any, error: BaseException) -> None:
        message = f"Exception in callback {handle!r}"
        self.call_exception_handler({"message": message, "exception": error, "handle": handle})

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Records the failure in ``unhandled``, whichever handler is installed, then reports it.

        A closed loop keeps silent: its garbage is collected in the middle of something else.
        """
        if self.is_closed():
            return
        source = next((context[key] for key in ("task", "future", "handle") if key in context), "")
        self.unhandled.append(
            Unhandled(context.get("message", ""), context.get("exception"), repr(source))
        )
        super().call_exception_handler(context)


def _discard(handle: Any) -> None:
    """Forgets a callback. A coroutine that never began is closed, which runs nothing of it; else
    Python would complain that nobody awaited it."""
    task = getattr(handle._callback, "__self__", None)
    if isinstance(task, asyncio.Task):
        coro = task.get_coro()
        if isinstance(coro, Coroutine) and getcoroutinestate(coro) == CORO_CREATED:
            coro.close()


def _process(event: Event) -> None:
    """SimPy's own step; a failure keeps its type and traceback where SimPy makes a copy."""
    callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
    for callback in callbacks:
        callback(event)
    if not event._ok and not hasattr(event, "_defused"):
        raise event._value


def _raise_halt() -> Never:
    raise _Halt


def _deadlock(pending: list[asyncio.Task[Any]], now_s: float) -> Deadlock:
    return Deadlock(
        "something scheduled that ends the wait",
        f"at {now_s} s no timer, callback or SimPy event is left; waiting: "
        + describe_tasks(pending),
        "in virtual time nothing arrives from outside",
        "set the event, put the item or give the wait a timeout",
    )
