"""What proves that a command took effect: looks at the answer of the search for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from integration_under_test.reference.gateway.command_kind import Answer

NEWER_IS_THERE = frozenset({"STALE_VERSION"})
"""The refusal of a target that has a later version of the same record."""


def any_row(rows: str) -> Callable[[Any, Answer], bool]:
    """Proven when the search found any row."""
    return lambda document, answer: bool(answer.get(rows))


def version(field: str) -> Callable[[Any, Answer], bool]:
    """Proven when the record has this version or a later one."""
    return lambda document, answer: int(answer.get(field) or 0) >= document.version


def row_version(rows: str, field: str) -> Callable[[Any, Answer], bool]:
    """As `version`, for a search that answers with a list."""
    return lambda document, answer: any(
        row[field] >= document.version for row in answer.get(rows, ())
    )
