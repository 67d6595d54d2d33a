"""Refuses what real time does, at the call site, while the virtual loop runs in its thread.

A virtual clock leaps ahead while a thread, a socket or another process works (1,000 s during a
50 ms thread in a trial), so results would depend on the machine. Python's audit events show the
calls of any library; only the running loop's thread is affected.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import get_ident
from typing import Any

from sim.clock.errors import VirtualTimeViolation

_SLEEP = "await asyncio.sleep(), which takes no real time here"
_IN_PROCESS = "call the party in process, through the cable or an ASGI transport"
_THREAD = (
    "do the work on the loop: `async def` handlers and dependencies, no asyncio.to_thread, no "
    "thread-backed driver (use the standard library's sqlite3 on the loop)"
)
_PROCESS = "start processes before or after the run"

REMEDIES: dict[str, str] = {
    "time.sleep": _SLEEP,
    "socket.__new__": _IN_PROCESS,
    "socket.bind": _IN_PROCESS,
    "socket.connect": _IN_PROCESS,
    "socket.sendto": _IN_PROCESS,
    "socket.sendmsg": _IN_PROCESS,
    "socket.getaddrinfo": _IN_PROCESS,
    "socket.getnameinfo": _IN_PROCESS,
    "socket.gethostbyname": _IN_PROCESS,
    "socket.gethostbyaddr": _IN_PROCESS,
    "_thread.start_new_thread": _THREAD,
    "_thread.start_joinable_thread": _THREAD,
    "subprocess.Popen": _PROCESS,
    "os.system": _PROCESS,
    "os.fork": _PROCESS,
    "os.forkpty": _PROCESS,
    "os.posix_spawn": _PROCESS,
    "os.exec": _PROCESS,
}

# Older Pythons raise no audit event here (threads: before 3.12, sleep: before 3.13), so stand-ins
# raise the same one. Names copied earlier with `from time import sleep` escape them there.
_SILENT: tuple[tuple[Any, str, str], ...] = (
    (time, "sleep", "time.sleep"),
    (threading, "_start_new_thread", "_thread.start_new_thread"),
)

Violations = list[VirtualTimeViolation]
_armed: dict[int, Violations] = {}
_lock = threading.Lock()
_originals: list[tuple[Any, str, Any]] = []


@contextmanager
def refusing(violations: Violations) -> Iterator[None]:
    """Refuses real time in this thread; what was refused is also appended to ``violations``.

    The list matters because code under test may swallow the exception and try again.
    """
    _install_hook()
    thread = get_ident()
    with _lock:
        if not _armed:
            _place_stand_ins()
        _armed[thread] = violations
    try:
        yield
    finally:
        with _lock:
            del _armed[thread]
            if not _armed:
                _remove_stand_ins()


@contextmanager
def permitting() -> Iterator[None]:
    """Lets the testbed itself do in a run what is refused to code under test: to fork it, say."""
    thread = get_ident()
    with _lock:
        violations = _armed.pop(thread, None)
    try:
        yield
    finally:
        if violations is not None:
            with _lock:
                _armed[thread] = violations


def violation(called: str, remedy: str) -> VirtualTimeViolation:
    """The error for one refused call."""
    return VirtualTimeViolation(
        "only work that takes no real time while the virtual loop runs",
        f"a call of {called}",
        "virtual time would leap ahead while it works, so the run could not be replayed",
        remedy,
    )


@cache
def _install_hook() -> None:
    sys.addaudithook(_audit)  # cannot be removed, hence installed once and gated


def _audit(event: str, _args: tuple[Any, ...]) -> None:
    if event in REMEDIES and (violations := _armed.get(get_ident())) is not None:
        error = violation(event, REMEDIES[event])
        violations.append(error)
        raise error


def _place_stand_ins() -> None:
    for module, name, event in _SILENT:
        original = getattr(module, name, None)
        if original is not None:
            _originals.append((module, name, original))
            setattr(module, name, _announcing(original, event))


def _remove_stand_ins() -> None:
    while _originals:
        setattr(*_originals.pop())


def _announcing(original: Callable[..., Any], event: str) -> Callable[..., Any]:
    def stand_in(*args: Any, **options: Any) -> Any:
        # Audited once only: where Python raises the event itself, the hook has stopped us before.
        sys.audit(event, *args)
        return original(*args, **options)

    return stand_in
