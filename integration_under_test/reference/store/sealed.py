"""A store whose values are sealed, where the environment has a key for it.

    INTEGRATION_STORAGE_KEY         keys of 32 bytes in base64, the one that seals first
    INTEGRATION_STORAGE_KEY_FILE    a file with them; so it reaches worker processes too

Values alone are sealed: the names of tables and the keys of rows stay readable, since a database
looks rows up by them. They are ids of events, documents and commands, and no names of people; the
host's file, which is read as a whole, seals them too. A row keeps the key that it was sealed with
until it is written again, so an older key must be kept beside the first as long as there are any.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from integration_under_test.boundary import Storage, Transaction
from integration_under_test.reference.store.committed import committed

if TYPE_CHECKING:
    from integration_under_test.reference.store.seal import Seal

KEY, KEY_FILE = "INTEGRATION_STORAGE_KEY", "INTEGRATION_STORAGE_KEY_FILE"
TABLE, MARK = "seal", "mark"
"""A row that says whether a store is sealed, and that the key is its own."""
LEASE = "lease"
"""A table that every store has a row in, once it was used."""
REMEDY = "pip install 'connected-care-testbed[live]'"


async def sealed_if_asked(storage: Storage) -> Storage:
    """The store behind a seal if there is a key. Raises ValueError for a key that is not its own,
    for a sealed store without a key, and for rows that nobody sealed."""
    keys = _keys()
    mark = await committed(storage, lambda tx: tx.get(TABLE, MARK))
    if not keys:
        if mark is not None:
            raise ValueError(f"the store is sealed; give its key in {KEY_FILE} or {KEY}")
        return storage
    sealed = SealedStorage(storage, _seal(keys))
    if mark is None:
        await committed(storage, sealed.begin)
    else:
        sealed.check(mark)
    return sealed


class SealedStorage:
    """A `Storage` of the boundary over another."""

    def __init__(self, storage: Storage, seal: Seal) -> None:
        self._storage = storage
        self._seal = seal

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """As the store's own; raises `seal.Unreadable` for a row that cannot be read."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        async with self._storage.transaction() as tx:
            yield _Sealed(tx, self._seal)

    def begin(self, tx: Transaction) -> None:
        """Marks the store as sealed, unless somebody just did. Raises ValueError for one that has
        rows already."""
        if tx.get(TABLE, MARK) is None:
            if tx.scan(LEASE):
                raise ValueError("the store has rows that nobody sealed; begin with an empty one")
            tx.put(TABLE, MARK, self._seal.sealed(MARK, _place(TABLE, MARK)))

    def check(self, mark: Any) -> None:
        """Raises ValueError for a store that was sealed with another key."""
        from integration_under_test.reference.store.seal import Unreadable

        try:
            self._seal.opened(mark, _place(TABLE, MARK))
        except Unreadable as error:
            raise ValueError(f"the store's key: {error}; see {KEY_FILE}") from error


class _Sealed:
    """One transaction."""

    def __init__(self, tx: Transaction, seal: Seal) -> None:
        self._tx = tx
        self._seal = seal

    def get(self, table: str, key: str) -> Any:
        """The stored JSON value, or None."""
        return self._opened(table, key, self._tx.get(table, key))

    def put(self, table: str, key: str, value: Any) -> None:
        """Raises ValueError for what is not JSON."""
        text = to_json(value).decode()
        self._tx.put(table, key, self._seal.sealed(text, _place(table, key)))

    def delete(self, table: str, key: str) -> None:
        """Deleting what is not there is no error."""
        self._tx.delete(table, key)

    def scan(self, table: str) -> Sequence[tuple[str, Any]]:
        """All rows of a table in key order, by code point."""
        rows = [(key, self._opened(table, key, value)) for key, value in self._tx.scan(table)]
        return [(key, value) for key, value in rows if value is not None]

    def _opened(self, table: str, key: str, value: Any) -> Any:
        return None if value is None else from_json(self._seal.opened(value, _place(table, key)))


def _place(table: str, key: str) -> str:
    return f"{len(table)}:{table}{key}"


def _keys() -> str:
    file = os.environ.get(KEY_FILE, "")
    return Path(file).read_text("utf8") if file else os.environ.get(KEY, "")


def _seal(keys: str) -> Seal:
    try:
        from integration_under_test.reference.store.seal import Seal, read_keys
    except ModuleNotFoundError as error:
        raise ValueError(f"a sealed store needs {error.name}; {REMEDY}") from error
    return Seal(read_keys(keys))
