"""The two kinds of handle that the loop runs: callbacks of this instant, and timers.

They stand alone because they are the hot objects: a run creates millions. Their constructors fill
the slots of ``asyncio.Handle`` directly, without the standard one's two nested calls and its
bookkeeping for debug mode (handles therefore carry no creation traceback, even in debug mode).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any, Protocol


class TimerOwner(Protocol):
    """The part of the loop that a timer reports to."""

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None: ...


class Callback(asyncio.Handle):
    """A callback to run at the current instant."""

    __slots__ = ()
    _callback: Callable[..., object] | None
    _args: Any
    _context: Context
    _cancelled: bool

    def __init__(
        self,
        callback: Callable[..., object],
        args: Any,
        loop: Any,
        context: Context | None,
    ) -> None:
        self._context = copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._repr = None
        self._source_traceback = None


class Timer(asyncio.TimerHandle):
    """A callback to run at a later instant; the object that lies on SimPy's heap."""

    __slots__ = ()
    _callback: Callable[..., object] | None
    _args: Any
    _context: Context
    _cancelled: bool
    _loop: TimerOwner
    _scheduled: bool

    # Timers are never compared by content: the heap orders them by time and sequence number.
    __hash__ = object.__hash__
    __eq__ = object.__eq__

    def __init__(
        self,
        when_s: float,
        callback: Callable[..., object],
        args: Any,
        loop: Any,
        context: Context | None,
    ) -> None:
        self._context = copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._repr = None
        self._source_traceback = None
        self._when = when_s
        self._scheduled = False

    def cancel(self) -> None:
        """Forgets the callback; the loop sweeps the dead timer off its heap later."""
        if not self._cancelled:
            self._cancelled = True
            self._callback = None
            self._args = None
            if self._scheduled:
                self._loop._timer_handle_cancelled(self)
