"""Documents that left memory: on disk, by key, in the order in which they came.

charges = Archive(pack, unpack)
charges["CH-1"] = charge        # written out with the next thousand
charges["CH-1"]                 # a new object each time: whoever changes it puts it back

A temporary SQLite database without a name: it is gone with its last user, even after a crash, and
what fits into its small cache never reaches a disk.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Callable, ItemsView, Iterator, MutableMapping, ValuesView
from typing import Any, Generic, TypeVar

K = TypeVar("K", int, str)
V = TypeVar("V")

_BUFFERED, _BUFFERED_BYTES = 1_000, 200_000
_PAGE = 200

_SETTINGS = (
    *("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"),
    "cache_size = -512",
)
"""No rollback, no other reader; 512 KiB of pages, for the system keeps the file's pages as well."""
_SCHEMA = "CREATE TABLE document (place INTEGER PRIMARY KEY, key UNIQUE NOT NULL, value BLOB)"
_PUT = (
    "INSERT INTO document (key, value) VALUES (?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


class Archive(MutableMapping[K, V], Generic[K, V]):
    """A mapping with the manners of a dict: what is put again keeps its place.

    `pack` turns a document into a tuple of plain values (numbers, strings, None, tuples of such),
    `unpack` makes a document of it again. Raises ValueError for what is not plain.
    """

    def __init__(self, pack: Callable[[V], Any], unpack: Callable[[Any], V]) -> None:
        self._pack = pack
        self._unpack = unpack
        self._fresh: dict[K, bytes] = {}
        self._fresh_bytes = 0
        self._count = 0
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for setting in _SETTINGS:
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute(_SCHEMA)

    def __setitem__(self, key: K, document: V) -> None:
        value = marshal.dumps(self._pack(document))
        if key not in self:
            self._count += 1
        self._fresh[key] = value
        self._fresh_bytes += len(value)
        if len(self._fresh) >= _BUFFERED or self._fresh_bytes >= _BUFFERED_BYTES:
            self._write()

    def __getitem__(self, key: K) -> V:
        value = self._fresh.get(key) or self._stored(key)
        if value is None:
            raise KeyError(key)
        return self._unpack(marshal.loads(value))

    def __delitem__(self, key: K) -> None:
        if key not in self:
            raise KeyError(key)
        self._write()
        self._database.execute("DELETE FROM document WHERE key = ?", (key,))
        self._count -= 1

    def __contains__(self, key: object) -> bool:
        return key in self._fresh or self._stored(key) is not None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[K]:
        for key, _ in self._rows():
            yield key

    def items(self) -> ItemsView[K, V]:
        """A view that reads page by page."""
        return _Items(self)

    def values(self) -> ValuesView[V]:
        """A view that reads page by page."""
        return _Values(self)

    def documents(self) -> Iterator[tuple[K, V]]:
        """Keys with documents; the archive may grow meanwhile."""
        for key, value in self._rows():
            yield key, self._unpack(marshal.loads(value))

    def at(self, places: range) -> Iterator[V]:
        """The documents that came as number `start` to before `stop`, counted from 0; one that
        was deleted leaves its number empty."""
        for place, _, value in self._placed_rows(places.start):
            if place > places.stop:
                return
            yield self._unpack(marshal.loads(value))

    def __repr__(self) -> str:
        return f"Archive({dict(self.documents())!r})"

    def __getstate__(self) -> tuple[Any, ...]:
        """For copies and pickles, which get a database of their own."""
        return self._pack, self._unpack, list(self._rows())

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        pack, unpack, rows = state
        Archive.__init__(self, pack, unpack)
        self._database.executemany(_PUT, rows)
        self._count = len(rows)

    def _rows(self) -> Iterator[tuple[K, bytes]]:
        return (row[1:] for row in self._placed_rows())

    def _placed_rows(self, last: int = 0) -> Iterator[tuple[int, K, bytes]]:
        """Rows behind a place, with theirs, which counts from 1."""
        self._write()
        question = "SELECT place, key, value FROM document WHERE place > ? ORDER BY place LIMIT ?"
        while rows := self._database.execute(question, (last, _PAGE)).fetchall():
            yield from rows
            last = rows[-1][0]
            self._write()

    def _stored(self, key: object) -> bytes | None:
        found = self._database.execute("SELECT value FROM document WHERE key = ?", (key,))
        row = found.fetchone()
        return None if row is None else row[0]

    def _write(self) -> None:
        if self._fresh:
            self._database.execute("BEGIN")
            self._database.executemany(_PUT, self._fresh.items())
            self._database.execute("COMMIT")
            self._fresh.clear()
            self._fresh_bytes = 0


class _Items(ItemsView[K, V]):
    _mapping: Archive[K, V]

    def __iter__(self) -> Iterator[tuple[K, V]]:
        return self._mapping.documents()


class _Values(ValuesView[V]):
    _mapping: Archive[Any, V]

    def __iter__(self) -> Iterator[V]:
        return (document for _, document in self._mapping.documents())
