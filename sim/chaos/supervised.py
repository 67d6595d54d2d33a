"""An integration's process and those that it started, kept alive as a service manager would.

Only processes that descend from the one started here are ever touched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

import psutil

from sim.chaos.guard import Guard
from sim.clock.wall import elapsed_s
from sim.live.doors import NotServed
from sim.live.program import Program

LOOK_S = 0.25
ATTEMPTS = 20
"""How often a start may fail in a row: what it needs may be down at the same time."""
BETWEEN_S = 1.0
LINGER_S = 5.0
"""How long a worker may outlive the head that was killed, until it is said that it does."""
TRACKER = "resource_tracker"
"""Python's own helper of its `multiprocessing`, no worker."""


class Supervised:
    """A program that is started again whenever it ends. Use as an async context manager."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.changing = asyncio.Lock()
        """Held while somebody strikes it, or starts it again."""
        self.own_deaths: list[str] = []
        """When it ended though nobody had struck it, in words."""
        self.left_behind: list[str] = []
        """What was still there at the end and had to be killed, in words."""
        self._guard: Guard | None = None
        self._watch: asyncio.Task[None] | None = None
        self._seen: set[psutil.Process] = set()

    async def __aenter__(self) -> Self:
        await self.program.start()
        self._guard = Guard(self.program.pid)
        self._watch = asyncio.create_task(self._watched())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._watch is not None:
            self._watch.cancel()
        self._look()
        await self.program.end()
        self._dismiss()
        left = await _lingering(self._seen)
        self.left_behind += [f"{one.pid} {_words(one)}" for one in left]
        for one in left:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        await _lingering(left)

    def workers(self) -> list[psutil.Process]:
        """What the program has started and is running, in order of age."""
        return [one for one in self._look() if TRACKER not in _words(one)]

    async def has_workers(self, within_s: float) -> bool:
        """Waits so long at most until there is one."""
        gives_up_s = elapsed_s() + within_s
        found = bool(self.workers())
        while not found and elapsed_s() < gives_up_s:
            await asyncio.sleep(LOOK_S)
            found = bool(self.workers())
        return found

    async def kill_head(self, down_s: float) -> str:
        """Kills the program itself and starts it again after a while; the witness. Raises
        NotServed."""
        before, workers = self.program.pid, self.workers()
        await self.program.kill()
        self._dismiss()
        await asyncio.sleep(down_s)
        lingering = await _lingering(workers)
        attempts = await self._back()
        told = f"head {before} was killed, {self.program.pid} serves"
        if attempts > 1:
            told += f" after {attempts} attempts"
        return f"{told}; {len(workers)} workers then, {len(lingering)} outlived it"

    async def kill_worker(self, worker: psutil.Process) -> str:
        """Kills one of `workers`; the witness."""
        with suppress(psutil.NoSuchProcess):
            worker.kill()
        gone = not await _lingering([worker])
        return f"worker {worker.pid} of {self.program.pid} was killed" if gone else ""

    async def pause_worker(self, worker: psutil.Process, pause_s: float) -> str:
        """Lets one of `workers` stand still, and go on; the witness."""
        guard = Guard(worker.pid)
        try:
            worker.suspend()
            await asyncio.sleep(pause_s)
            stood = worker.status() == psutil.STATUS_STOPPED
        except psutil.NoSuchProcess:
            return ""
        finally:
            with suppress(psutil.NoSuchProcess):
                worker.resume()
            guard.dismiss()
        return f"worker {worker.pid} stood still for {pause_s:.1f} s" if stood else ""

    async def _watched(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            async with self.changing:
                if self.program.is_running:
                    self._look()
                    continue
                self._dismiss()
                self.own_deaths.append(f"{self.program.pid} ended with {self.program.exit_code}")
                await self._back()

    async def _back(self) -> int:
        """Starts it again, and says at which attempt. Raises NotServed."""
        for attempt in range(1, ATTEMPTS):
            try:
                await self.program.restart()
            except NotServed:
                await asyncio.sleep(BETWEEN_S)
                continue
            self._guard = Guard(self.program.pid)
            return attempt
        await self.program.restart()
        self._guard = Guard(self.program.pid)
        return ATTEMPTS

    def _look(self) -> list[psutil.Process]:
        try:
            found = psutil.Process(self.program.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        self._seen = {one for one in self._seen if one.is_running()}.union(found)
        return sorted(found, key=lambda one: one.pid)

    def _dismiss(self) -> None:
        if self._guard is not None:
            self._guard.dismiss()
        self._guard = None


async def _lingering(processes: Iterable[psutil.Process]) -> Sequence[psutil.Process]:
    """Those that are still running after a moment."""
    gives_up_s = elapsed_s() + LINGER_S
    left = [one for one in processes if _runs(one)]
    while left and elapsed_s() < gives_up_s:
        await asyncio.sleep(LOOK_S / 5)
        left = [one for one in left if _runs(one)]
    return left


def _runs(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _words(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""
