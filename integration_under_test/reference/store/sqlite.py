"""The embedded store: one SQLite file, used on the event loop and therefore in virtual time too.

Every open transaction has a connection of its own, whose read transaction is its snapshot; one
connection writes. The first to commit a row wins: at commit each written row is compared with what
the snapshot saw of it. A crash loses what was not committed, since that is in memory only.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from integration_under_test.boundary import Conflict, Transaction
from integration_under_test.reference.store.snapshot import Reads, Row, Snapshot

SCHEMA = """
CREATE TABLE IF NOT EXISTS commits (number INTEGER NOT NULL);
INSERT INTO commits SELECT 0 WHERE NOT EXISTS (SELECT * FROM commits);
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
"""
"""`kind` is the table of the boundary, `number` that of the commit which wrote the row last."""
LAST = "SELECT number FROM commits"
ONE = "SELECT value FROM records WHERE kind = ? AND key = ?"
EVERY = "SELECT key, value FROM records WHERE kind = ?"
WRITTEN_BY = "SELECT number FROM records WHERE kind = ? AND key = ?"
PUT = "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)"
DELETE = "DELETE FROM records WHERE kind = ? AND key = ?"

LOCK_TRIES, LOCK_WAIT_S = 50, 0.02
"""Another process may hold the file's one write lock; after so many tries it is a Conflict."""


class SqliteStorage:
    """A `Storage` of the boundary in a file. Several may be open on one file."""

    def __init__(self, path: Path) -> None:
        """Raises sqlite3.OperationalError for a place where no file can be."""
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._writer = self._connected()
        self._writer.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits on leaving, rolls back on an exception, may raise Conflict."""
        return self._transaction()

    async def close(self) -> None:
        """What was committed stays; open transactions are lost."""
        for connection in (*self._idle, self._writer):
            connection.close()
        self._idle.clear()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        await asyncio.sleep(0)
        reader = self._idle.pop() if self._idle else self._connected()
        try:
            began_after = self._begin(reader)
            snapshot = Snapshot(_reads(reader))
            yield snapshot
            await asyncio.sleep(0)
            if snapshot.written:
                await self._lock()
                self._commit(reader, began_after, snapshot.written)
        finally:
            reader.rollback()
            self._idle.append(reader)

    def _connected(self) -> sqlite3.Connection:
        # No waiting inside SQLite: it would hold up the loop, and virtual time knows no such wait.
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=0)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _begin(self, reader: sqlite3.Connection) -> int:
        """Takes a snapshot; the number of the last commit in it. Raises Conflict."""
        try:
            reader.execute("BEGIN")
            return int(reader.execute(LAST).fetchone()[0])
        except sqlite3.OperationalError as error:
            raise _conflict(error) from error

    async def _lock(self) -> None:
        """Raises Conflict when another process keeps the write lock for too long."""
        for _ in range(LOCK_TRIES):
            try:
                self._writer.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                busy = _conflict(error)
            else:
                return
            await asyncio.sleep(LOCK_WAIT_S)
        raise busy

    def _commit(
        self, reader: sqlite3.Connection, began_after: int, written: dict[Row, str | None]
    ) -> None:
        """From the lock to its release in one step of the loop. Raises Conflict."""
        try:
            last = int(self._writer.execute(LAST).fetchone()[0])
            if last > began_after:
                self._check(reader, written)
            self._writer.execute("UPDATE commits SET number = ?", (last + 1,))
            for row, text in written.items():
                if text is None:
                    self._writer.execute(DELETE, row)
                else:
                    self._writer.execute(PUT, (*row, text, last + 1))
            self._writer.execute("COMMIT")
        finally:
            self._writer.rollback()

    def _check(self, reader: sqlite3.Connection, written: dict[Row, str | None]) -> None:
        for row in written:
            seen, now = (one.execute(WRITTEN_BY, row).fetchone() for one in (reader, self._writer))
            if seen != now:
                raise Conflict(f"{row[0]}/{row[1]} was committed by another since this began")


def _reads(reader: sqlite3.Connection) -> Reads:
    def one(table: str, key: str) -> str | None:
        found = reader.execute(ONE, (table, key)).fetchone()
        return None if found is None else found[0]

    return Reads(one, lambda table: reader.execute(EVERY, (table,)).fetchall())


def _conflict(error: sqlite3.OperationalError) -> Conflict:
    """Being busy, as a conflict. Raises any other error again."""
    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
        raise error
    return Conflict(f"the database is busy: {error}")
