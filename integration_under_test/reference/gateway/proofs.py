"""What proves that a command took effect: looks at the answer of the search for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from integration_under_test.reference.gateway.command_kind import Answer

NEWER_IS_THERE = frozenset({"STALE_VERSION"})
"""The refusal of a target that has a later version of the same record."""


def check_form(operation: str, answer: Answer) -> None:
    """What is no answer to a search proves nothing, neither that an effect is there nor that it is
    missing; taken for the latter, it would be made twice (fault F17). Raises ValueError."""
    if operation.startswith("find_"):
        lists = [rows for rows in answer.values() if isinstance(rows, list)]
        formed = bool(lists) and all(isinstance(row, dict) for rows in lists for row in rows)
    else:
        formed = bool(answer)
    if not formed:
        raise ValueError(f"{operation} was answered, but not with what it should find")


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
