"""What can be wrong with a recording; none of it is ever repaired silently."""

from __future__ import annotations

from sim.mistake import Mistake


class HistoryError(Mistake):
    """Root of the package's errors."""


class BadRow(HistoryError, TypeError):
    """A row that cannot be recorded. The rows before it were kept, those after it were not."""

    def __init__(self, i: int, column: str, expected: str, got: object) -> None:
        super().__init__(
            f"history row {i}, column {column!r}: expected {expected}, got {got!r}; "
            f"the schema has no other types, convert the value where the Row is made"
        )
        self.i = i


class UnreadableHistory(HistoryError, ValueError):
    """A file that is no History of this version."""


class MalformedHistory(HistoryError, ValueError):
    """A recording made elsewhere breaks the format at one place."""

    def __init__(self, place: str, expected: str, got: str, why: str, remedy: str) -> None:
        super().__init__(
            f"{place}: expected {expected}, got {got}; why: {why}; remedy: {remedy} "
            f"(see docs/history-format.md)"
        )
        self.place = place
