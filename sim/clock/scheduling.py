"""The scheduling half of the virtual loop: a ready queue for now, SimPy's heap for later.

It stands apart from the half that runs the callbacks because it alone decides on order: callbacks
of this instant in a queue, timers and SimPy events by time, then by order of scheduling.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf, isnan
from threading import get_ident
from typing import Any, TypeVarTuple

from simpy.events import NORMAL

from sim.clock.async_generators import StartedGenerators
from sim.clock.callbacks import Callback, Timer
from sim.clock.environment import ClockEnvironment
from sim.clock.no_outside import NoOutside
from sim.clock.one_step import OneStep, queue_of
from sim.clock.refusals import Violations, violation
from sim.clock.tasks import TaskSequence

Ts = TypeVarTuple("Ts")

# Shorter delays come from a rate limiter's rounding. Added to a large time they vanish, and the
# limiter would set the same timer again and again: hence `call_at(now)` is rounded up as well.
# (`call_later(0)` and times in the past do mean this instant.)
SHORTEST_DELAY_S = 1e-6
_COMPACT_ABOVE_CANCELLED = 100


class Schedule(NoOutside):
    """Everything of an event loop that puts callbacks, timers and tasks in line."""

    _ready: deque[Any]
    _closed: bool
    _check_closed: Callable[[], None]
    _thread_id: int | None

    def __init__(self, env: ClockEnvironment) -> None:
        super().__init__()
        self._asyncgens = StartedGenerators()
        self._env = env
        # SimPy offers no public access to its heap and its counter of events.
        self._heap: list[Any] = env._queue
        self._event_ids: count[int] = env._eid
        self._cancelled_timers = 0
        self._step: OneStep | None = None
        self._task_sequence = TaskSequence()
        self.set_task_factory(self._task_sequence)
        self.violations: Violations = []

    def time(self) -> float:
        return self._env._now

    @property
    def next_due_s(self) -> float | None:
        """When the next callback, timer or SimPy event is due; None when nothing is left."""
        if self._ready:
            return self._env._now
        self._drop_cancelled_heads()
        return self._heap[0][0] if self._heap else None

    def call_soon(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> Callback:
        if self._closed:
            self._check_closed()
        handle = Callback(callback, args, self, context)
        if self._step is None:
            self._ready.append(handle)
        else:
            queue_of(handle, self._ready).append(handle)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> Callback:
        if self._thread_id not in (None, get_ident()):
            error = violation("loop.call_soon_threadsafe from another thread", "use no threads")
            self.violations.append(error)
            raise error
        return self.call_soon(callback, *args, context=context)

    def call_later(
        self,
        delay: float,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> Timer:
        if 0 < delay < SHORTEST_DELAY_S:
            delay = SHORTEST_DELAY_S
        return self._set_timer(self._env._now + delay, callback, args, context)

    def call_at(
        self,
        when: float,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> Timer:
        if 0 <= when - self._env._now < SHORTEST_DELAY_S:  # 0: the delay vanished in the sum
            when = self._env._now + SHORTEST_DELAY_S
        return self._set_timer(when, callback, args, context)

    def _set_timer(
        self, when_s: float, callback: Callable[..., object], args: Any, context: Context | None
    ) -> Timer:
        if self._closed:
            self._check_closed()
        timer = Timer(when_s, callback, args, self, context)
        if self._env._now < when_s < inf:
            heappush(self._heap, (when_s, NORMAL, next(self._event_ids), timer))
            timer._scheduled = True
        elif when_s != inf:
            self._set_due_timer(timer)
        return timer

    def _set_due_timer(self, timer: Timer) -> None:
        if isnan(timer.when()):
            raise ValueError("a timer's time must be a number, got nan")
        if self._step is not None:
            queue_of(timer, self._ready).append(timer)
        else:
            heappush(self._heap, (self._env._now, NORMAL, next(self._event_ids), timer))
            timer._scheduled = True

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        self._cancelled_timers += 1
        heap = self._heap
        if self._cancelled_timers > max(_COMPACT_ABOVE_CANCELLED, len(heap) // 2):
            heap[:] = [entry for entry in heap if not _is_cancelled(entry[3])]
            heapify(heap)
            self._cancelled_timers = 0

    def _drop_cancelled_heads(self) -> bool:
        heap = self._heap
        dropped = False
        while heap and _is_cancelled(heap[0][3]):
            heappop(heap)
            self._cancelled_timers -= 1
            dropped = True
        return dropped


def _is_cancelled(event: Any) -> bool:
    return event.__class__ is Timer and event._cancelled
