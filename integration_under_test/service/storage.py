"""The boundary's `Storage`, for any integration: all rows in memory, each commit on the disk first.

Each open transaction keeps what later commits overwrote, which makes the rest its snapshot; a row
in there that it wrote as well was committed by another, and is a conflict. While one batch of
commits is on its way to the disk, in a thread, the next one gathers: the disk is waited for once
for all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json, to_json

from integration_under_test.boundary import Conflict, StorageUnavailable, Transaction
from integration_under_test.service.journal import Journal, Opening, Row, Tables, plain


class FileStorage:
    """Rows that survive the end of the process, however it ends."""

    def __init__(self, path: str, opening: Opening = plain) -> None:
        """`path` may be ":memory:". Raises StorageUnavailable for a file that cannot be had, or
        that `opening`, which knows the form of its rows, cannot read."""
        self._journal = Journal(path, opening)
        self._tables = self._journal.load()
        self._thread = ThreadPoolExecutor(1, "storage")
        self._open: set[_Snapshot] = set()
        self._gathering: _Batch | None = None
        self._on_their_way: dict[Row, asyncio.Future[None]] = {}
        """Rows of batches that did not land yet, with what tells of their landing."""
        self._writing: asyncio.Task[None] | None = None
        self._is_closed = False

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits on leaving, rolls back on an exception, may raise Conflict or
        StorageUnavailable."""
        return self._transaction()

    async def close(self) -> None:
        """Waits for what is on its way; open transactions are lost."""
        self._is_closed = True
        if self._writing is not None:
            await asyncio.wait([self._writing])
        self._thread.shutdown()
        self._journal.close()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        snapshot = _Snapshot(self._tables)
        self._open.add(snapshot)
        try:
            yield snapshot
            if snapshot.written:
                await self._commit(snapshot)
        finally:
            self._open.discard(snapshot)

    async def _commit(self, snapshot: _Snapshot) -> None:
        # Whether it is a conflict shows when the others have landed.
        while ahead := self._ahead_of(snapshot):
            await asyncio.wait(ahead)
        if self._is_closed:
            raise StorageUnavailable("the storage is closed")
        for table, key in snapshot.written.keys() & snapshot.overwritten.keys():
            raise Conflict(f"{table}/{key} was committed by another since this began")
        # Shielded: whoever gives up waiting does not stop the others' batch.
        await asyncio.shield(self._sent_off(snapshot.written))

    def _ahead_of(self, snapshot: _Snapshot) -> set[asyncio.Future[None]]:
        return {self._on_their_way[r] for r in snapshot.written if r in self._on_their_way}

    def _sent_off(self, rows: dict[Row, str | None]) -> asyncio.Future[None]:
        """Adds rows to the batch that gathers; the future tells of its landing."""
        loop = asyncio.get_running_loop()
        if self._gathering is None:
            self._gathering = _Batch(loop.create_future())
        self._gathering.rows |= rows
        self._on_their_way |= dict.fromkeys(rows, self._gathering.landed)
        if self._writing is None or self._writing.done():
            self._writing = loop.create_task(self._write())
        return self._gathering.landed

    async def _write(self) -> None:
        while self._gathering is not None:
            batch, self._gathering = self._gathering, None
            try:
                await self._land(batch)
            finally:
                batch.landed.cancel()  # nothing waits for ever, whatever became of the thread
                for row in batch.rows:
                    del self._on_their_way[row]

    async def _land(self, batch: _Batch) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._thread, self._journal.land, batch.rows)
        except StorageUnavailable as error:
            batch.landed.set_exception(error)
            batch.landed.exception()  # looked at, even if nobody waits for it any more
        else:
            self._publish(batch.rows)
            batch.landed.set_result(None)

    def _publish(self, rows: dict[Row, str | None]) -> None:
        for (table, key), value in rows.items():
            present = self._tables.setdefault(table, {})
            before = present.get(key)
            for snapshot in self._open:
                snapshot.overwritten.setdefault((table, key), before)
            if value is None:
                present.pop(key, None)
            else:
                present[key] = value


@dataclass
class _Batch:
    """Commits that go to the disk together; no two of them wrote the same row."""

    landed: asyncio.Future[None]
    rows: dict[Row, str | None] = field(default_factory=dict)


class _Snapshot:
    """One transaction's view; a `Transaction` of the boundary."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.written: dict[Row, str | None] = {}
        self.overwritten: dict[Row, str | None] = {}
        """What stood in rows that others committed since."""

    def get(self, table: str, key: str) -> Any:
        """The stored JSON value, or None."""
        row = table, key
        for layer in (self.written, self.overwritten):
            if row in layer:
                return _value(layer[row])
        return _value(self._tables.get(table, {}).get(key))

    def put(self, table: str, key: str, value: Any) -> None:
        """Raises ValueError for what is not JSON, or a name that is no Unicode."""
        self.written[_row(table, key)] = to_json(value).decode()

    def delete(self, table: str, key: str) -> None:
        """Deleting what is not there is no error."""
        self.written[_row(table, key)] = None

    def scan(self, table: str) -> Sequence[tuple[str, Any]]:
        """All rows of a table in key order, by code point. A stored None is as good as no row."""
        texts: dict[str, str | None] = dict(self._tables.get(table, {}))
        for layer in (self.overwritten, self.written):
            texts |= {key: text for (other, key), text in layer.items() if other == table}
        rows = ((key, _value(texts[key])) for key in sorted(texts))
        return [(key, value) for key, value in rows if value is not None]


def _value(text: str | None) -> Any:
    return None if text is None else from_json(text)


def _row(table: str, key: str) -> Row:
    # Half a character would be refused by the file only, and take a batch of others with it.
    table.encode(), key.encode()
    return table, key
