"""Why a file is refused as a whole, by line, so that its sender can find the place.

A file is taken entirely or not at all: half a file posted is a variance that nobody can see.
"""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """What a file desk sorts rejections by."""

    EMPTY = "empty"
    TRUNCATED = "truncated"
    RECORD_TYPE = "record type"
    ORDER = "record order"
    LAYOUT = "layout"
    FIELD = "field"
    RECORD_COUNT = "record count"
    CONTROL_TOTAL = "control total"
    BATCH_NUMBER = "batch number"


class FileRejected(ValueError):
    """Nothing of the file may be used. `line` counts from 1."""

    def __init__(self, line: int, cause: Cause, reason: str) -> None:
        super().__init__(f"line {line}: {cause.value}: {reason}")
        self.line = line
        self.cause = cause
        self.reason = reason
