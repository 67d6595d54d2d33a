"""Says in words which task or callback it is and where it waits, for error messages.

An error about virtual time is only useful with the line of the integration that caused it, which
lies at the inner end of a chain of awaits that no traceback shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

_ASYNCIO_FOLDER = str(Path(asyncio.__file__).parent)
_SHOWN_TASKS = 5


def describe_task(task: asyncio.Task[Any]) -> str:
    """``Task-3 (place_order) at orders.py:41 in place_order``."""
    coro = task.get_coro()
    name = getattr(coro, "__qualname__", repr(coro))
    return f"{task.get_name()} ({name}) {_place(list(_await_chain(coro)))}"


def describe_tasks(tasks: Iterable[asyncio.Task[Any]]) -> str:
    """The first few tasks and how many more there are."""
    described = [describe_task(task) for task in tasks]
    more = len(described) - _SHOWN_TASKS
    shown = "; ".join(described[:_SHOWN_TASKS]) or "no task"
    return f"{shown}; and {more} more" if more > 0 else shown


def describe_callback(handle: Any) -> str:
    """The task that a handle steps, or its callback, or the SimPy event."""
    callback = getattr(handle, "_callback", None)
    task = getattr(callback, "__self__", None)
    if isinstance(task, asyncio.Task):
        return describe_task(task)
    return repr(handle)


def _await_chain(awaitable: Any) -> Iterator[FrameType]:
    while awaitable is not None:
        for kind in ("cr", "gi", "ag"):
            frame = getattr(awaitable, f"{kind}_frame", None)
            if frame is not None:
                yield frame
                inner = "gi_yieldfrom" if kind == "gi" else f"{kind}_await"
                awaitable = getattr(awaitable, inner)
                break
        else:
            return


def _place(frames: list[FrameType]) -> str:
    if not frames:
        return "at its end"
    own = [frame for frame in frames if not frame.f_code.co_filename.startswith(_ASYNCIO_FOLDER)]
    frame = (own or frames)[-1]
    file = Path(frame.f_code.co_filename).name
    return f"at {file}:{frame.f_lineno} in {frame.f_code.co_qualname}"
