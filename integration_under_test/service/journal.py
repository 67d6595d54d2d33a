"""The file that makes rows durable: SQLite, of which one process at a time is the owner.

Rows are (table, key, value as JSON text). What `land` returned from has reached the disk, and is
there after a power failure. In which form rows stand in the file is for a `Form` to say: as they
are, or sealed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from integration_under_test.boundary import StorageUnavailable

IN_MEMORY = ":memory:"
OWNER_WAIT_S = 10.0
"""An owner that was just killed may need that long to be gone."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS rows (
    tbl TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (tbl, key)
) WITHOUT ROWID
"""
PUT = "INSERT OR REPLACE INTO rows VALUES (?, ?, ?)"
DELETE = "DELETE FROM rows WHERE tbl = ? AND key = ?"
REFUSED = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY})
"""Errors with which a commit certainly left nothing; others may have left all of it."""

Row = tuple[str, str]
"""Table and key."""
Stored = tuple[str, str, str]
"""Table, key and value."""
Tables = dict[str, dict[str, str]]


class Form(Protocol):
    """How rows stand in the file."""

    def place(self, row: Row) -> Row:
        """Where a row stands."""
        ...

    def stored(self, row: Row, value: str) -> Stored:
        """A row as it is written."""
        ...

    def told(self, stored: Stored) -> Stored:
        """A row as it is meant. Raises StorageUnavailable for what cannot be read."""
        ...


class Plain:
    """As they are."""

    def place(self, row: Row) -> Row:
        """Where it says."""
        return row

    def stored(self, row: Row, value: str) -> Stored:
        """As it is."""
        return (*row, value)

    def told(self, stored: Stored) -> Stored:
        """As it is."""
        return stored


Opening = Callable[[sqlite3.Connection], Form]
"""Says in which form the rows of a file stand. Raises StorageUnavailable."""


def plain(connection: sqlite3.Connection) -> Form:
    """For files without a seal. Raises StorageUnavailable for one that has one."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'seal'").fetchone():
        raise StorageUnavailable("the file is sealed; give its key with --key-file")
    return Plain()


class Journal:
    """The open file. It may be used in any thread, in one at a time."""

    def __init__(self, path: str, opening: Opening = plain) -> None:
        """`path` may be ":memory:". Raises StorageUnavailable for a file that cannot be had."""
        try:
            self._connection = _opened(path)
            self._form = self._formed(path, opening)
        except (sqlite3.Error, OSError) as error:
            remedy = "is another process using it? name another one with --storage"
            raise StorageUnavailable(f"{path}: {error}; {remedy}") from error

    def load(self) -> Tables:
        """All rows."""
        tables: Tables = {}
        for stored in self._connection.execute("SELECT tbl, key, value FROM rows"):
            table, key, value = self._form.told(stored)
            tables.setdefault(table, {})[key] = value
        return tables

    def land(self, rows: Mapping[Row, str | None]) -> None:
        """Writes all rows or none; None deletes. Raises StorageUnavailable."""
        connection, is_committing = self._connection, False
        try:
            connection.rollback()  # of what could not be rolled back in its own time
            connection.execute("BEGIN IMMEDIATE")
            gone = [self._form.place(row) for row, value in rows.items() if value is None]
            connection.executemany(DELETE, gone)
            kept = [(row, value) for row, value in rows.items() if value is not None]
            connection.executemany(PUT, [self._form.stored(row, value) for row, value in kept])
            is_committing = True
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                connection.rollback()
            refused = getattr(error, "sqlite_errorcode", 0) & 0xFF in REFUSED
            raise StorageUnavailable(str(error), refused or not is_committing) from error

    def _formed(self, path: str, opening: Opening) -> Form:
        try:
            return opening(self._connection)
        except StorageUnavailable as refusal:
            self._connection.close()
            raise StorageUnavailable(f"{path}: {refusal}") from refusal

    def close(self) -> None:
        """What landed stays."""
        self._connection.close()


def _opened(path: str) -> sqlite3.Connection:
    if path != IN_MEMORY:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        path, timeout=OWNER_WAIT_S, isolation_level=None, check_same_thread=False
    )
    try:
        # The rows are kept in memory too, so a second process would see and write stale ones.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(SCHEMA)
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
