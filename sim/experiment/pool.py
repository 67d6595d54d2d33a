"""Work on many things in several processes, in their order.

Processes are spawned, never forked, and replaced now and then, so that none grows. A pool that
replaces its own processes (`max_tasks_per_child`) can stand still in Python 3.11 when the last one
ends (cpython issue 115634), so each batch has a pool of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

EACH = 20
"""Things that one process works on before it is replaced."""


def in_processes(
    work: Callable[[T], R], things: Iterable[T], jobs: int
) -> Generator[R, None, None]:
    """`work` must be importable by a spawned process; what it raises is raised here."""
    left = iter(things)
    while batch := list(islice(left, jobs * EACH)):
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield from pool.map(work, batch)
