"""The paced clock: a virtual clock that keeps step with the wall, `speed` times as fast.

World, systems and cable run on the virtual clock as ever. Here its loop is driven from a real one,
in the same thread: whenever something is due, and whenever something comes in from outside. Each
drive runs everything that is due by now, without waiting for anything.

    pace = Pace(clock)
    pace.begin()
    answer = await pace.inside(lambda: cable.call(sent, 30.0))    # from real to virtual
    heard = await pace.outside(lambda: session.post(url))         # from virtual to real
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sim.clock import VirtualClock
from sim.clock.wall import elapsed_s

T = TypeVar("T")

LONGEST_REST_S = 0.25
"""Of the wall, between two drives: as far as the clock is behind when nothing happens."""


class Broken(Exception):
    """The run on the clock broke; the cause is its `__cause__`."""


class Pace:
    """Drives a virtual clock from the running loop. `lag_s` is the worst delay of a drive, in
    seconds of the wall: how far business time was behind what it should have been."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.tempo = clock.tempo
        self.lag_s = 0.0
        self._failure: BaseException | None = None
        """What broke a drive; nothing is driven any more."""
        self._loop = asyncio.get_running_loop()
        self._arrived: deque[Callable[[], None]] = deque()
        self._timer: asyncio.TimerHandle | asyncio.Handle | None = None
        self._due_s = 0.0
        self._anchor_s = clock.now_s()
        self._anchored_s = elapsed_s()
        self._is_on = False
        self._outside: set[asyncio.Task[Any]] = set()
        self._inside: set[asyncio.Future[Any]] = set()
        self._moved = asyncio.Event()

    # --- time

    def begin(self) -> None:
        """From now on the clock keeps step."""
        self._anchor_s, self._anchored_s = self.clock.now_s(), elapsed_s()
        self._is_on = True
        self._drive()

    def become(self, speed: float) -> None:
        """Changes the speed, from this instant on."""
        if self._is_on:
            self._drive()
        self._anchor_s, self._anchored_s = self.clock.now_s(), elapsed_s()
        self.tempo.speed = speed
        if self._is_on:
            self._drive()

    def stop(self) -> None:
        """The clock stands from now on."""
        self._is_on = False
        if self._timer is not None:
            self._timer.cancel()
        for task in self._outside:
            task.cancel()

    def now_s(self) -> float:
        """Where the clock should stand."""
        return self._anchor_s + (elapsed_s() - self._anchored_s) * self.tempo.speed

    def mapping(self, epoch: datetime, wall: datetime) -> dict[str, Any]:
        """The boundary's `clock`: business time at this instant of the wall, and the speed."""
        business = epoch + timedelta(seconds=self.now_s())
        speed = self.tempo.speed
        return {"business": business.isoformat(), "wall": wall.isoformat(), "speed": speed}

    async def reach(self, t_s: float) -> None:
        """Waits until the clock stands at `t_s` or later. Raises Broken."""
        while self.clock.now_s() < t_s:
            await self.moved(max(0.0, t_s - self.now_s()) / self.tempo.speed + 0.001)

    async def moved(self, within_s: float) -> None:
        """Waits for the next drive, so many seconds of the wall at most. Raises Broken."""
        self._check()
        self._moved.clear()
        try:
            async with asyncio.timeout(within_s):
                await self._moved.wait()
        except TimeoutError:
            pass
        self._check()

    @property
    def is_idle(self) -> bool:
        """Nothing is scheduled on the clock, and nobody outside is waited for."""
        return not (self._arrived or self._outside or self.clock.loop.next_due_s is not None)

    # --- crossing

    async def inside(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Runs a coroutine on the clock; its result or exception. Cancelling this cancels it.
        Raises Broken."""
        self._check()
        settled: asyncio.Future[T] = self._loop.create_future()
        self._inside.add(settled)
        settled.add_done_callback(self._inside.discard)
        started: list[asyncio.Task[T]] = []

        def begin() -> None:
            task = self.clock.loop.create_task(work())
            started.append(task)
            task.add_done_callback(partial(_settle, settled))

        self.inject(begin)
        try:
            return await settled
        except asyncio.CancelledError:
            self.inject(partial(_cancel, started))
            raise

    async def outside(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """For code on the clock: has a coroutine run on the real loop, and waits for it while the
        clock goes on."""
        settled: asyncio.Future[T] = self.clock.loop.create_future()
        task = self._loop.create_task(work())
        self._outside.add(task)

        def done(task: asyncio.Task[T]) -> None:
            self._outside.discard(task)
            self.inject(partial(_settle, settled, task))

        task.add_done_callback(done)
        return await settled

    def inject(self, act: Callable[[], None]) -> None:
        """Has something done on the clock at this instant."""
        self._arrived.append(act)
        self._drive_at(self._loop.time())

    def _check(self) -> None:
        if self._failure is not None:
            raise _broken(self._failure)

    # --- driving

    def _drive_at(self, due_s: float) -> None:
        """Sets the next drive, unless an earlier one is set. A drive is a callback of its own, so
        that no task of the real loop is under way while the other one runs."""
        if not self._is_on:
            return
        if self._timer is not None:
            if self._due_s <= due_s:
                return
            self._timer.cancel()
        self._due_s = due_s
        self._timer = self._loop.call_at(due_s, self._drive)

    def _drive(self) -> None:
        self._timer = None
        if not self._is_on:
            return
        target_s = max(self.now_s(), self.clock.now_s())
        if (due_s := self.clock.loop.next_due_s) is not None:
            self.lag_s = max(self.lag_s, (target_s - due_s) / self.tempo.speed)
        try:
            with aside():
                self.clock.run_until(target_s)
                while self._arrived:
                    self.clock.loop.call_soon(self._arrived.popleft())
                    self.clock.run_until(target_s)
        except BaseException as error:
            self._failure, self._is_on = error, False
            for settled in tuple(self._inside):
                if not settled.done():
                    settled.set_exception(_broken(error))
        self._moved.set()
        rest_s = LONGEST_REST_S
        if (due_s := self.clock.loop.next_due_s) is not None:
            rest_s = min(rest_s, max(0.0, due_s - self.now_s()) / self.tempo.speed)
        self._drive_at(self._loop.time() + rest_s)


def _broken(error: BaseException) -> Broken:
    broken = Broken(f"{type(error).__name__}: {error}")
    broken.__cause__ = error
    return broken


@contextmanager
def aside() -> Iterator[None]:
    """For the virtual loop the real one is not running meanwhile."""
    running = asyncio._get_running_loop()  # noqa: SLF001 (documented for event loops)
    asyncio._set_running_loop(None)  # noqa: SLF001
    try:
        yield
    finally:
        asyncio._set_running_loop(running)  # noqa: SLF001


def _cancel(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()


def _settle(settled: asyncio.Future[Any], task: asyncio.Task[Any]) -> None:
    """Hands on what came of a task, to a future of the other loop."""
    if settled.done():
        if not task.cancelled():
            task.exception()  # looked at, so that nobody complains of it
    elif task.cancelled():
        settled.cancel()
    elif (error := task.exception()) is not None:
        settled.set_exception(error)
    else:
        settled.set_result(task.result())
