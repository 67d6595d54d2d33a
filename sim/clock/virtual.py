"""The clock of simulated runs: one SimPy environment and the asyncio loop that runs on it.

SimPy processes (the world) and asyncio code (the integration under test) share one time line here,
and time passes only when nothing is left to do at an instant.

    with VirtualClock() as clock:
        clock.run(integration.start())
        clock.run_until(86_400.0)
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any, Self, TypeVar

import simpy

from sim.clock.environment import ClockEnvironment
from sim.clock.errors import ClockError
from sim.clock.loop import VirtualLoop
from sim.clock.stall import DEFAULT_STALL_AFTER, ProgressHook, StallWatch
from sim.clock.tasks import pending_tasks
from sim.clock.tempo import Tempo

T = TypeVar("T")


class VirtualClock:
    """Owns a ``simpy.Environment`` and the ``VirtualLoop`` that runs on it; times in seconds.

    ``stall_after`` is the number of callbacks at one instant that counts as standing still.
    ``on_progress`` arguments are called with the time, at most every 10,000 callbacks.
    """

    env: simpy.Environment
    loop: VirtualLoop
    tempo: Tempo

    def __init__(self, initial_time_s: float = 0.0, stall_after: int = DEFAULT_STALL_AFTER) -> None:
        env = ClockEnvironment(float(initial_time_s))
        self._watch = StallWatch(stall_after)
        self.env = env
        self.tempo = Tempo()
        self.loop = VirtualLoop(env, self._watch)

    def now_s(self) -> float:
        """The current virtual time."""
        return self.loop.time()

    def run(self, coro: Coroutine[Any, Any, T]) -> T:
        """Runs a coroutine to its end; what else is scheduled goes on later.

        Raises ``Deadlock`` when the coroutine waits for something that nothing can deliver.
        """
        return self.loop.run_until_complete(coro)

    def run_until(self, t_s: float, on_progress: ProgressHook | None = None) -> None:
        """Runs everything scheduled up to and including ``t_s``; the clock then stands there."""
        if not self.now_s() <= t_s < inf:
            raise self._refused_limit(t_s)
        with self._progress(on_progress):
            self.loop.advance(t_s)
        self.loop.stand_at(float(t_s))

    def run_until_quiescent(self, limit_s: float, on_progress: ProgressHook | None = None) -> bool:
        """Runs until nothing is left to happen, but nothing later than ``limit_s``.

        True when no live timer, runnable callback or SimPy event is left. The clock stands at the
        last thing that happened; tasks may still wait for what will never come.
        """
        if not limit_s >= self.now_s():
            raise self._refused_limit(limit_s)
        with self._progress(on_progress):
            return self.loop.advance(limit_s)

    def close(self) -> None:
        """Cancels remaining tasks, finishes async generators, closes the loop; time stands still.

        Clean-up code runs as far as it gets without time passing; what still waits is dropped.
        """
        loop = self.loop
        if loop.is_closed():
            return
        remaining = pending_tasks(loop)
        for task in remaining:
            task.cancel()
        loop.advance(-inf)
        _report_failures(remaining, loop)
        loop.create_task(loop.shutdown_asyncgens())
        loop.advance(-inf)
        for task in pending_tasks(loop):
            task._log_destroy_pending = False  # type: ignore[attr-defined]
        loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _refused_limit(self, t_s: float) -> ClockError:
        return ClockError(
            f"an absolute time in seconds, not before {self.now_s()}",
            f"{t_s}",
            "virtual time never runs backwards, and run_until() must arrive",
            "add the current time to a duration; run_until_quiescent(inf) runs to the end",
        )

    @contextmanager
    def _progress(self, on_progress: ProgressHook | None) -> Iterator[None]:
        self._watch.on_progress = on_progress
        try:
            yield
        finally:
            self._watch.on_progress = None


def _report_failures(tasks: list[asyncio.Task[Any]], loop: VirtualLoop) -> None:
    for task in tasks:
        if task.done() and not task.cancelled() and task.exception() is not None:
            message = "a task failed while the clock was closed"
            loop.call_exception_handler(
                {"message": message, "exception": task.exception(), "task": task}
            )
