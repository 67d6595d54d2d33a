"""Work on many things in several processes, without any waiting for the slowest.

Each member of the crew has one process of its own, takes the next thing when it is done, and
replaces its process now and then, so that none grows. A process that dies takes only its own thing
with it. Processes are spawned, never forked. One pool with `max_tasks_per_child` would do much of
this, but it can stand still in Python 3.11 when its last process ends (cpython issue 115634).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")

EACH = 20
"""Things that one process works on before it is replaced."""


class ProcessDied(RuntimeError):
    """The process ended in the middle of the work, as when it takes too much memory."""


class Done(NamedTuple, Generic[R]):
    """What became of the thing that came as number `place`: a result, or what was raised."""

    place: int
    result: R | None
    error: BaseException | None

    def value(self) -> R:
        """The result. Raises what the work raised, or ProcessDied."""
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value]


def in_processes(
    work: Callable[[T], R], things: Iterable[T], jobs: int
) -> Generator[R, None, None]:
    """The results in the order of the things. `work` must be importable by a spawned process; what
    it raises is raised here, in its place."""
    early: dict[int, Done[R]] = {}
    place = 0
    for done in as_they_end(work, things, jobs):
        early[done.place] = done
        while place in early:
            yield early.pop(place).value()
            place += 1


def as_they_end(
    work: Callable[[T], R], things: Iterable[T], jobs: int
) -> Generator[Done[R], None, None]:
    """As `in_processes`, each when it is done, with what was raised instead of raising it."""
    supply, ended, stopped = _Supply(things), SimpleQueue[Done[R] | None](), Event()
    members = [Thread(target=_member, args=(work, supply, ended, stopped)) for _ in range(jobs)]
    for member in members:
        member.start()
    at_work = jobs
    try:
        while at_work:
            done = ended.get()
            if done is None:
                at_work -= 1
            else:
                yield done
    finally:
        stopped.set()
        for member in members:
            member.join()


class _Supply(Generic[T]):
    """The things with their places, for several threads."""

    def __init__(self, things: Iterable[T]) -> None:
        self._left: Iterator[tuple[int, T]] = enumerate(things)
        self._lock = Lock()

    def next(self) -> tuple[int, T] | None:
        with self._lock:
            return next(self._left, None)


def _member(
    work: Callable[[T], R], supply: _Supply[T], ended: SimpleQueue[Done[R] | None], stopped: Event
) -> None:
    """One thread: hands things to its process until there are none."""
    try:
        while not stopped.is_set():
            with ProcessPoolExecutor(1, get_context("spawn"), _end_with_parent) as process:
                if not _shift(process, work, supply, ended, stopped):
                    return
    finally:
        ended.put(None)


def _shift(
    process: ProcessPoolExecutor,
    work: Callable[[T], R],
    supply: _Supply[T],
    ended: SimpleQueue[Done[R] | None],
    stopped: Event,
) -> bool:
    """Until the process is to be replaced; False when nothing is left."""
    for _ in range(EACH):
        if stopped.is_set() or (taken := supply.next()) is None:
            return False
        place, thing = taken
        try:
            ended.put(Done(place, process.submit(work, thing).result(), None))
        except BrokenProcessPool:
            ended.put(Done(place, None, ProcessDied(f"the process that worked on {thing!r} died")))
            return True
        except BaseException as error:  # carried to whoever asked
            ended.put(Done(place, None, error))
    return True


def _end_with_parent() -> None:
    """In the process: a parent that is killed cannot say so, and its queue stays open, held by
    those who read from it."""

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()
