"""Tasks whose names and hashes follow the order of creation.

``asyncio.TaskGroup`` keeps its children in a set and cancels them in that set's order. A stock task
hashes by its memory address, so the order of cancelling (and of everything that ``finally`` blocks
then do) would differ from run to run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from contextvars import Context
from typing import Any

_INDEX_BITS = 20


class SequencedTask(asyncio.Task[Any]):
    """A task that hashes by its place among its parent's children, then among all tasks.

    The low bits decide where a task lies in a set. They count the parent's children, not all
    tasks, so that work elsewhere (one more middleware) does not reorder a group: a parent's group
    is cancelled in the order of creation. Once a parent has created many children one after
    another, a later group may start in the middle (a set wraps around); its order is then still the
    same in every run.
    """

    __slots__ = ("_hash", "children_created", "sequence")

    def __init__(
        self,
        coro: Generator[Any, None, Any] | Coroutine[Any, Any, Any],
        loop: asyncio.AbstractEventLoop,
        sequence: int,
        place: int,
        **options: Any,
    ) -> None:
        self.sequence = sequence
        self.children_created = 0
        self._hash = sequence << _INDEX_BITS | place & (1 << _INDEX_BITS) - 1
        super().__init__(coro, loop=loop, **options)

    def set_name(self, value: object) -> None:
        # Some Pythons (3.13.0) set the name None after the factory has chosen one.
        if value is not None:
            super().set_name(value)

    def __hash__(self) -> int:
        return self._hash


class TaskSequence:
    """The task factory of one loop: numbers and names its tasks from 1."""

    def __init__(self) -> None:
        self.created = 0

    def __call__(
        self,
        loop: asyncio.AbstractEventLoop,
        coro: Generator[Any, None, Any] | Coroutine[Any, Any, Any],
        context: Context | None = None,
        name: str | None = None,
        **options: Any,
    ) -> SequencedTask:
        self.created = sequence = self.created + 1
        parent = asyncio.current_task(loop)
        if isinstance(parent, SequencedTask):
            place = parent.children_created
            parent.children_created = place + 1
        else:
            place = sequence
        # The stock name counts the tasks of the whole process, which differs from run to run.
        return SequencedTask(
            coro,
            loop,
            sequence,
            place,
            name=name or f"Task-{sequence}",
            context=context,
            **options,
        )


def pending_tasks(loop: asyncio.AbstractEventLoop) -> list[asyncio.Task[Any]]:
    """Unfinished tasks of a loop, in the order of their creation."""
    return sorted(asyncio.all_tasks(loop), key=task_sequence)


def task_sequence(task: asyncio.Task[Any]) -> int:
    """Position of a task in the order of creation; 0 for a task of a foreign factory."""
    return getattr(task, "sequence", 0)
