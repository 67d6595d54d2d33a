"""Failed attempts as JSON: what a worker tells, and the head judges as its own.

Errors cross a border between processes, so they are told field by field and made anew: nothing that
comes in is executed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled, Unavailable
from integration_under_test.reference.exceptions import (
    UNREADABLE,
    CircuitOpen,
    MastersUnread,
    NotYet,
    PackInDoubt,
    UnknownCode,
    Unsendable,
)

Told = Mapping[str, Any]

FIELDS: Mapping[type[Exception], tuple[str, ...]] = {
    Throttled: ("retry_after_s", "body"),
    Rejected: ("status", "code", "message", "body"),
    MastersUnread: ("table", "code"),
    UnknownCode: ("table", "code"),
}
"""Errors that are more than their words. The first that fits is the one: subclasses come first."""
WORDS: tuple[type[Exception], ...] = (
    *(Unavailable, OutcomeUnknown, NotYet, PackInDoubt, Unsendable),
    *UNREADABLE,
)
"""Errors that are their words."""
CIRCUIT = "CircuitOpen"


def told(error: BaseException) -> dict[str, Any]:
    """An error as JSON values; one of no known kind says that nobody knows what was done."""
    if isinstance(error, CircuitOpen):
        return {"kind": CIRCUIT, "words": str(error), "wait_s": error.wait_s}
    for kind, fields in FIELDS.items():
        if isinstance(error, kind):
            return {"kind": kind.__name__, "given": [getattr(error, name) for name in fields]}
    for kind in WORDS:
        if isinstance(error, kind):
            return {"kind": kind.__name__, "given": [str(error)]}
    return {"kind": OutcomeUnknown.__name__, "given": [f"{type(error).__name__}: {error}"]}


def failure(said: Told) -> Exception:
    """The error that was told. Raises KeyError or TypeError for what `told` never says."""
    if said["kind"] == CIRCUIT:
        return _circuit_open(said)
    return KINDS[said["kind"]](*said["given"])


def _circuit_open(said: Told) -> CircuitOpen:
    error = CircuitOpen("", float(said["wait_s"]))
    error.args = (str(said["words"]),)
    return error


KINDS: Mapping[str, Callable[..., Exception]] = {kind.__name__: kind for kind in (*FIELDS, *WORDS)}
