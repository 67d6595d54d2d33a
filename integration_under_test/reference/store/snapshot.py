"""One transaction's view of a database: its snapshot, and over it what the transaction wrote.

Writes stay here until the commit, so a database holds locks for no longer than that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

Row = tuple[str, str]
"""Table and key."""


class Reads(NamedTuple):
    """What a database tells of its snapshot, as JSON text."""

    one: Callable[[str, str], str | None]
    """Of a table and a key; None if there is no such row."""
    every: Callable[[str], Sequence[tuple[str, str]]]
    """Key and value of all rows of a table, in any order."""


class Snapshot:
    """A `Transaction` of the boundary. `written` is what the commit has to do; None deletes."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self.written: dict[Row, str | None] = {}

    def get(self, table: str, key: str) -> Any:
        """The stored JSON value, or None."""
        row = table, key
        text = self.written[row] if row in self.written else self._reads.one(table, key)
        return None if text is None else from_json(text)

    def put(self, table: str, key: str, value: Any) -> None:
        """Raises ValueError for what is not JSON."""
        self.written[table, key] = to_json(value).decode()

    def delete(self, table: str, key: str) -> None:
        """Deleting what is not there is no error."""
        self.written[table, key] = None

    def scan(self, table: str) -> Sequence[tuple[str, Any]]:
        """All rows of a table in key order, by code point. A stored None is as good as no row."""
        rows: dict[str, str | None] = dict(self._reads.every(table))
        rows |= {key: text for (other, key), text in self.written.items() if other == table}
        found = [(key, from_json(text)) for key, text in sorted(rows.items()) if text is not None]
        return [(key, value) for key, value in found if value is not None]
