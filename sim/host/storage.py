"""Durable storage in virtual time, which behaves like a database where races would hide.

A transaction suspends at begin and at commit, reads one snapshot, and conflicts as PostgreSQL's
repeatable read does: the first to commit a row wins, the other gets Conflict (decision D10).
Values are kept as JSON bytes, so that nobody shares objects with what is stored. Rows that nobody
wrote for a while leave memory: an inbox has a key for each event of a month.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from pydantic_core import from_json, to_json

from integration_under_test.boundary import Conflict, StorageUnavailable, Transaction
from mock_systems.service.archive import Archive


class _Version(NamedTuple):
    number: int
    value: bytes | None
    older: _Version | None


Row = tuple[str, str]
"""Table and key."""

_RECENT = 2_000


class FailedCommit(NamedTuple):
    """What a commit raises, and whether its rows are there all the same."""

    error: StorageUnavailable
    lands: bool = False


class Trouble(Protocol):
    """What a fault does to the storage."""

    def at_begin(self) -> StorageUnavailable | None:
        """What a transaction raises instead of beginning."""
        ...

    def at_commit(self, rows: Sequence[Row]) -> FailedCommit | None:
        """What becomes of a commit of some rows; None if it succeeds."""
        ...


@dataclass
class MemoryStorage:
    """Tables of JSON rows with snapshot isolation. Survives every incarnation of its owner.

    `commits`, `reads` and `writes` count what the integration spent.
    """

    troubles: list[Trouble] = field(default_factory=list)
    commits: int = 0
    reads: int = 0
    writes: int = 0
    _recent: dict[Row, _Version] = field(default_factory=dict)
    """The rows written last, in the order of their commits."""
    _settled: dict[str, Archive[str, _Version]] = field(default_factory=dict)
    """Table -> its other rows, each in the one version that everybody sees."""
    _open: dict[int, int] = field(default_factory=dict)

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits on leaving, rolls back on an exception, may raise Conflict."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        await asyncio.sleep(0)
        for trouble in self.troubles:
            if (error := trouble.at_begin()) is not None:
                raise error
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
            version = self._latest((table, key))
            if version is not None and version.number > transaction.snapshot:
                raise Conflict(f"{table}/{key} was committed by another since this began")
        if not transaction.written:
            return
        failure = self._failure(tuple(transaction.written))
        if failure is None or failure.lands:
            self._write(transaction)
        if failure is not None:
            raise failure.error

    def _failure(self, rows: Sequence[Row]) -> FailedCommit | None:
        failures = (trouble.at_commit(rows) for trouble in self.troubles)
        return next((failure for failure in failures if failure is not None), None)

    def _write(self, transaction: _Snapshot) -> None:
        self.commits += 1
        for row, value in transaction.written.items():
            older = self._still_visible(self._latest(row), transaction)
            self._recent.pop(row, None)
            if value is None and older is None:
                self._forget(row)
            else:
                self._recent[row] = _Version(self.commits, value, older)
        self._settle()

    def _still_visible(self, version: _Version | None, by: _Snapshot) -> _Version | None:
        """The overwritten version, if a transaction other than the writer can still see it."""
        alone = len(self._open) == 1 and self._open.get(by.snapshot) == 1
        if version is None or alone:
            return None
        return version._replace(older=None) if version.number <= min(self._open) else version

    def empty(self) -> None:
        """Forgets every row, for an owner that never had any."""
        self._recent.clear()
        self._settled.clear()

    def visible(self, table: str, key: str, snapshot: int) -> bytes | None:
        """The row's bytes as of a snapshot."""
        version = self._latest((table, key))
        while version is not None and version.number > snapshot:
            version = version.older
        return version.value if version is not None else None

    def keys(self, table: str) -> list[str]:
        """All keys of a table, whether visible or not, in order."""
        recent = {key for other, key in self._recent if other == table}
        return sorted(recent.union(self._settled.get(table, ())))

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Table and content of all rows as they stand, key first; for whoever inspects them."""
        for (table, key), version in self._recent.items():
            if version.value is not None:
                yield table, key.encode() + b" " + version.value
        for table, rows in self._settled.items():
            for key, version in rows.items():
                if version.value is not None:
                    yield table, key.encode() + b" " + version.value

    def _latest(self, row: Row) -> _Version | None:
        version = self._recent.get(row)
        if version is None and row[0] in self._settled:
            return self._settled[row[0]].get(row[1])
        return version

    def _settle(self) -> None:
        """Moves the rows out of memory that were written longest ago, up to the first of which an
        open transaction may see an earlier version."""
        oldest = min(self._open, default=self.commits)
        while len(self._recent) > _RECENT:
            row, version = next(iter(self._recent.items()))
            if version.number > oldest:
                return
            del self._recent[row]
            if version.value is None:
                self._forget(row)
            else:
                self._archive(row[0])[row[1]] = version

    def _archive(self, table: str) -> Archive[str, _Version]:
        if table not in self._settled:
            self._settled[table] = Archive(_packed, _unpacked)
        return self._settled[table]

    def _forget(self, row: Row) -> None:
        if row[0] in self._settled:
            self._settled[row[0]].pop(row[1], None)


def _packed(version: _Version) -> tuple[int, bytes | None]:
    return version.number, version.value


def _unpacked(value: tuple[int, bytes | None]) -> _Version:
    return _Version(*value, older=None)


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
