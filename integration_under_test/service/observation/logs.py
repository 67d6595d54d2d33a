"""Logs on standard error: one line for each entry, as JSON or as text.

An entry says what happened, when, and under which correlation id. Of an exception its type and the
lines of code are told and never its words: they may quote a message, and with it a patient. For the
same reason entries of other programs' loggers are told without what was filled in.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

from pydantic_core import to_json

FORMATS = ("text", "json")
LEVELS = ("debug", "info", "warning", "error")
OURS = ("integration_under_test.service", "integration_under_test.reference.cluster")
MOST_FRAMES = 20
MOST_CHARACTERS = 300

correlation: ContextVar[str] = ContextVar("correlation", default="")
"""What the running task is about; set where something comes in."""


def tell_of(level: str, kind: str) -> None:
    """All loggers of this process write to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if kind == "json" else _Text())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def entry(record: logging.LogRecord) -> dict[str, Any]:
    """An entry as JSON values; `more` of a record stands beside the usual members."""
    told = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "event": _event(record),
        "logger": record.name,
        "correlation_id": correlation.get(),
        **_more(record),
    }
    if record.exc_info and record.exc_info[0] is not None:
        told["error"] = record.exc_info[0].__name__
        told["at"] = list(_frames(record.exc_info[2]))
    return {name: value for name, value in told.items() if value != ""}


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return to_json(entry(record), fallback=_kind).decode()


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = entry(record)
        words = [told.pop(name) for name in ("time", "level", "logger")]
        frames = told.pop("at", [])
        rest = [f"{name}={value}" for name, value in told.items() if name != "event"]
        head = f"{' '.join(map(str, words))}: {' '.join([told['event'], *rest])}"
        return "\n  ".join([head, *frames])


def _event(record: logging.LogRecord) -> str:
    """The first line: what follows is often a value, such as a future with its exception."""
    message = record.getMessage() if record.name.startswith(OURS) else str(record.msg)
    return message.partition("\n")[0][:MOST_CHARACTERS]


def _more(record: logging.LogRecord) -> Mapping[str, Any]:
    more = getattr(record, "more", None)
    return more if isinstance(more, Mapping) and record.name.startswith(OURS) else {}


def _frames(trace: TracebackType | None) -> Iterator[str]:
    """Where it happened, outermost first."""
    frames = list(walk_tb(trace))[-MOST_FRAMES:]
    for frame, line in frames:
        yield f"{Path(frame.f_code.co_filename).name}:{line} {frame.f_code.co_name}"


def _kind(value: object) -> str:
    return type(value).__name__
