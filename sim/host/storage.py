"""Durable storage in virtual time, which behaves like a database where races would hide.

A transaction suspends at begin and at commit, reads one snapshot, and conflicts as PostgreSQL's
repeatable read does: the first to commit a row wins, the other gets Conflict (decision D10).
Values are kept as JSON bytes, so that nobody shares objects with what is stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from integration_under_test.boundary import Conflict, Transaction


class _Version(NamedTuple):
    number: int
    value: bytes | None
    older: _Version | None


Table = dict[str, _Version]


@dataclass
class MemoryStorage:
    """Tables of JSON rows with snapshot isolation. Survives every incarnation of its owner.

    `commits`, `reads` and `writes` count what the integration spent.
    """

    commits: int = 0
    reads: int = 0
    writes: int = 0
    _tables: dict[str, Table] = field(default_factory=dict)
    _open: dict[int, int] = field(default_factory=dict)

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits on leaving, rolls back on an exception, may raise Conflict."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        await asyncio.sleep(0)
        snapshot = self.commits
        self._open[snapshot] = self._open.get(snapshot, 0) + 1
        transaction = _Snapshot(self, snapshot)
        try:
            yield transaction
            await asyncio.sleep(0)
            self._commit(transaction)
        finally:
            self._close(snapshot)

    def _close(self, snapshot: int) -> None:
        self._open[snapshot] -= 1
        if not self._open[snapshot]:
            del self._open[snapshot]

    def _commit(self, transaction: _Snapshot) -> None:
        for table, key in transaction.written:
            version = self._tables.get(table, {}).get(key)
            if version is not None and version.number > transaction.snapshot:
                raise Conflict(f"{table}/{key} was committed by another since this began")
        if not transaction.written:
            return
        self.commits += 1
        for (table, key), value in transaction.written.items():
            rows = self._tables.setdefault(table, {})
            older = self._still_visible(rows.get(key), transaction)
            if value is None and older is None:
                rows.pop(key, None)
            else:
                rows[key] = _Version(self.commits, value, older)

    def _still_visible(self, version: _Version | None, by: _Snapshot) -> _Version | None:
        """The overwritten version, if a transaction other than the writer can still see it."""
        alone = len(self._open) == 1 and self._open.get(by.snapshot) == 1
        if version is None or alone:
            return None
        return version._replace(older=None) if version.number <= min(self._open) else version

    def visible(self, table: str, key: str, snapshot: int) -> bytes | None:
        """The row's bytes as of a snapshot."""
        version = self._tables.get(table, {}).get(key)
        while version is not None and version.number > snapshot:
            version = version.older
        return version.value if version is not None else None

    def keys(self, table: str) -> list[str]:
        """All keys of a table, whether visible or not, in order."""
        return sorted(self._tables.get(table, {}))


class _Snapshot:
    """One transaction's view; a `Transaction` of the boundary."""

    def __init__(self, storage: MemoryStorage, snapshot: int) -> None:
        self._storage = storage
        self.snapshot = snapshot
        self.written: dict[tuple[str, str], bytes | None] = {}

    def get(self, table: str, key: str) -> Any:
        self._storage.reads += 1
        if (table, key) in self.written:
            content = self.written[table, key]
        else:
            content = self._storage.visible(table, key, self.snapshot)
        return None if content is None else from_json(content)

    def put(self, table: str, key: str, value: Any) -> None:
        self._storage.writes += 1
        self.written[table, key] = to_json(value)

    def delete(self, table: str, key: str) -> None:
        self._storage.writes += 1
        self.written[table, key] = None

    def scan(self, table: str) -> Sequence[tuple[str, Any]]:
        own = {key for other, key in self.written if other == table}
        keys = sorted(own.union(self._storage.keys(table)))
        rows = ((key, self.get(table, key)) for key in keys)
        return [(key, value) for key, value in rows if value is not None]
