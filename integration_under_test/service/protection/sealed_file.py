"""A journal's file whose rows are sealed.

    rows   table, HMAC-SHA256 of table and key, sealed(key and value)
    seal   the key of the HMAC, sealed

So the names of tables, how many rows they have and how long each is can be read, and nothing else.
A file that was not sealed is sealed when it is opened with a key for the first time; one that was
sealed with an older key is sealed anew with the first, after which the older may be forgotten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import sha256
from hmac import new

from integration_under_test.boundary import StorageUnavailable
from integration_under_test.service.chance import fresh_bytes
from integration_under_test.service.journal import Form, Row, Stored
from integration_under_test.service.protection.sealing import Seal

INDEX = "index"
SCHEMA = "CREATE TABLE IF NOT EXISTS seal (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
ROWS = "SELECT tbl, key, value FROM rows"
PUT_SEAL = "INSERT OR REPLACE INTO seal VALUES (?, ?)"
PUT = "INSERT INTO rows VALUES (?, ?, ?)"


class SealedFile:
    """Opens a file with a seal; see `Journal`."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def __call__(self, connection: sqlite3.Connection) -> Form:
        """The form of the file's rows. Raises StorageUnavailable for a key that is not its own."""
        connection.execute(SCHEMA)
        found = connection.execute("SELECT value FROM seal WHERE name = ?", (INDEX,)).fetchone()
        if found is None:
            return self._first_sealed(connection)
        index = bytes.fromhex(self._seal.opened(found[0], INDEX))
        form = _Sealed(self._seal, index)
        if not self._is_current(connection, found[0]):
            rows = [form.told(stored) for stored in connection.execute(ROWS)]
            self._rewrite(connection, form, rows)
        return form

    def _first_sealed(self, connection: sqlite3.Connection) -> Form:
        form = _Sealed(self._seal, fresh_bytes(32))
        self._rewrite(connection, form, connection.execute(ROWS).fetchall())
        return form

    def _is_current(self, connection: sqlite3.Connection, index: str) -> bool:
        values = (row[0] for row in connection.execute("SELECT value FROM rows"))
        return self._seal.is_current(index) and all(map(self._seal.is_current, values))

    def _rewrite(
        self, connection: sqlite3.Connection, form: _Sealed, rows: Iterable[Stored]
    ) -> None:
        """All rows or none; then nothing of the former ones is left in the file."""
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute("DELETE FROM rows")
            sealed = (form.stored((table, key), value) for table, key, value in rows)
            connection.executemany(PUT, sealed)
            connection.execute(PUT_SEAL, (INDEX, self._seal.sealed(form.index.hex(), INDEX)))
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.rollback()
            raise
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Sealed:
    """Rows as they stand in a sealed file."""

    def __init__(self, seal: Seal, index: bytes) -> None:
        self._seal = seal
        self.index = index

    def place(self, row: Row) -> Row:
        """Where a row stands: its key cannot be read there."""
        table, key = row
        named = f"{len(table)}:{table}{key}".encode()
        return table, new(self.index, named, sha256).hexdigest()

    def stored(self, row: Row, value: str) -> Stored:
        """A row as it is written."""
        table, place = self.place(row)
        text = f"{len(row[1])}:{row[1]}{value}"
        return table, place, self._seal.sealed(text, f"{table}/{place}")

    def told(self, stored: Stored) -> Stored:
        """A row as it is meant. Raises StorageUnavailable."""
        table, place, sealed = stored
        text = self._seal.opened(sealed, f"{table}/{place}")
        length, _, rest = text.partition(":")
        key, value = rest[: int(length)], rest[int(length) :]
        if self.place((table, key))[1] != place:
            raise StorageUnavailable("a sealed row stands in another's place")
        return table, key, value
