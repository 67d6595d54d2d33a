"""Rows are there after any end, each transaction sees one state, and the first to commit wins."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from integration_under_test.boundary import Conflict, StorageUnavailable
from integration_under_test.service.journal import Journal, Row
from integration_under_test.service.storage import FileStorage
from tests.unit.integration_under_test.service.fakes import remember, run

Work = Callable[[FileStorage], Awaitable[Any]]


def on(path: Path | str, work: Work) -> Any:
    """What some work on the storage returns; it is opened before and closed after."""

    async def whole() -> Any:
        storage = FileStorage(str(path))
        try:
            return await work(storage)
        finally:
            await storage.close()

    return run(whole())


async def put(storage: FileStorage, key: str, value: Any = 1) -> None:
    async with storage.transaction() as tx:
        tx.put("t", key, value)


async def rows(storage: FileStorage) -> list[tuple[str, Any]]:
    async with storage.transaction() as tx:
        return list(tx.scan("t"))


def test_what_was_committed_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    async def work(storage: FileStorage) -> None:
        for key in ("b", "a", "gone"):
            await put(storage, key, {"of": key})
        async with storage.transaction() as tx:
            tx.delete("t", "gone")

    on(tmp_path / "s", work)
    assert on(tmp_path / "s", rows) == [("a", {"of": "a"}), ("b", {"of": "b"})]


def test_a_transaction_that_raises_leaves_nothing() -> None:
    async def work(storage: FileStorage) -> list[tuple[str, Any]]:
        with pytest.raises(TypeError):
            await broken(storage)
        return await rows(storage)

    async def broken(storage: FileStorage) -> None:
        async with storage.transaction() as tx:
            tx.put("t", "a", 1)
            raise TypeError

    assert on(":memory:", work) == []


def test_reads_see_one_snapshot_and_their_own_writes() -> None:
    async def work(storage: FileStorage) -> None:
        await put(storage, "a", "old")
        async with storage.transaction() as tx:
            tx.put("t", "mine", 1)
            await put(storage, "a", "new")
            await put(storage, "b", "new")
            assert (tx.get("t", "a"), tx.get("t", "b"), tx.get("t", "mine")) == ("old", None, 1)
            assert tx.scan("t") == [("a", "old"), ("mine", 1)]
        assert [key for key, _ in await rows(storage)] == ["a", "b", "mine"]

    on(":memory:", work)


@pytest.mark.parametrize("first", ["put", "delete"])
def test_a_row_that_another_committed_meanwhile_is_a_conflict(first: str) -> None:
    async def beaten(storage: FileStorage) -> None:
        async with storage.transaction() as tx:
            tx.put("t", "a", "mine")
            tx.put("t", "b", "mine")
            async with storage.transaction() as other:
                other.put("t", "a", "theirs") if first == "put" else other.delete("t", "a")

    async def work(storage: FileStorage) -> None:
        await put(storage, "a", "old")
        with pytest.raises(Conflict, match="t/a"):
            await beaten(storage)
        assert [key for key, _ in await rows(storage)] == (["a"] if first == "put" else [])

    on(":memory:", work)


def test_a_row_that_was_only_read_is_no_conflict() -> None:
    async def work(storage: FileStorage) -> None:
        async with storage.transaction() as tx:
            tx.get("t", "a")
            tx.put("t", "b", 1)
            await put(storage, "a")

    on(":memory:", work)


def test_many_at_once_never_lose_a_count() -> None:
    async def add_one(storage: FileStorage) -> None:
        while True:
            try:
                async with storage.transaction() as tx:
                    tx.put("t", "n", (tx.get("t", "n") or 0) + 1)
            except Conflict:
                continue
            return

    async def work(storage: FileStorage) -> list[tuple[str, Any]]:
        await asyncio.gather(*(add_one(storage) for _ in range(50)))
        assert sum(await asyncio.gather(*(remember(storage, "x") for _ in range(20)))) == 1
        return await rows(storage)

    assert on(":memory:", work) == [("n", 50)]


def test_stored_values_are_nobodys_objects() -> None:
    async def work(storage: FileStorage) -> None:
        value = {"lines": [1]}
        async with storage.transaction() as tx:
            tx.put("t", "a", value)
            value["lines"].append(2)
            tx.get("t", "a")["lines"].append(3)
            assert tx.get("t", "a") == {"lines": [1]}

    on(":memory:", work)


def test_a_name_that_is_no_unicode_is_refused_when_it_is_written() -> None:
    async def work(storage: FileStorage) -> None:
        async with storage.transaction() as tx:
            with pytest.raises(ValueError, match="surrogates"):
                tx.put("t", "\ud800", 1)
            tx.put("t", "nul\0 and é", 1)
        assert await rows(storage) == [("nul\0 and é", 1)]

    on(":memory:", work)


class Disk:
    """A journal whose disk does as it is told."""

    def __init__(self, storage: FileStorage) -> None:
        self._land = storage._journal.land
        self.batches: list[list[Row]] = []
        self.trouble: StorageUnavailable | None = None
        storage._journal.land = self.land  # type: ignore[method-assign]

    def heal(self) -> None:
        self.trouble = None

    def land(self, rows: Mapping[Row, str | None]) -> None:
        self.batches.append(list(rows))
        if self.trouble is not None:
            raise self.trouble
        self._land(rows)


def test_commits_that_come_while_the_disk_is_busy_go_there_together() -> None:
    async def work(storage: FileStorage) -> list[int]:
        disk = Disk(storage)
        await asyncio.gather(*(put(storage, str(n)) for n in range(20)))
        assert len(await rows(storage)) == 20
        return [len(batch) for batch in disk.batches]

    batches = on(":memory:", work)
    assert sum(batches) == 20
    assert len(batches) < 10


@pytest.mark.parametrize("definite", [True, False])
def test_a_commit_that_the_disk_refuses_is_told_and_is_nowhere(definite: bool) -> None:
    async def work(storage: FileStorage) -> None:
        disk = Disk(storage)
        disk.trouble = StorageUnavailable("disk full", definite)
        both = await asyncio.gather(put(storage, "a"), put(storage, "b"), return_exceptions=True)
        assert list(both) == [disk.trouble] * 2
        disk.heal()
        assert await rows(storage) == []
        await put(storage, "a")
        assert await rows(storage) == [("a", 1)]

    on(":memory:", work)


def test_whoever_gives_up_waiting_does_not_stop_the_commit() -> None:
    async def work(storage: FileStorage) -> list[tuple[str, Any]]:
        waiting = asyncio.create_task(put(storage, "a"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await put(storage, "b")
        return await rows(storage)

    assert on(":memory:", work) == [("a", 1), ("b", 1)]


def test_after_the_end_commits_are_refused() -> None:
    async def work() -> None:
        storage = FileStorage(":memory:")
        await storage.close()
        with pytest.raises(StorageUnavailable, match="closed"):
            await put(storage, "a")

    run(work())


def test_one_process_at_a_time_owns_the_file(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("integration_under_test.service.journal.OWNER_WAIT_S", 0.05)

    async def work(storage: FileStorage) -> None:
        await put(storage, "a")
        with pytest.raises(StorageUnavailable, match="another process"):
            Journal(str(tmp_path / "s"))

    on(tmp_path / "s", work)
    assert on(tmp_path / "s", rows) == [("a", 1)]


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("something else altogether " * 100)
    with pytest.raises(StorageUnavailable, match="not a database"):
        Journal(str(tmp_path / "s"))


class BreaksAtCommit:
    """A connection that fails when it has to make things durable."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: str) -> Any:
        if statement == "COMMIT":
            raise sqlite3.OperationalError("disk I/O error")
        return self._connection.execute(statement)


def test_a_full_disk_certainly_kept_nothing(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "s"))
    journal._connection.execute("PRAGMA max_page_count = 3")
    with pytest.raises(StorageUnavailable) as full:
        journal.land({("t", str(n)): "x" * 1000 for n in range(100)})
    assert full.value.definite
    assert journal.load() == {}
    journal.close()


def test_nobody_knows_what_a_disk_kept_that_breaks_at_the_commit(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "s"))
    whole = journal._connection
    journal._connection = BreaksAtCommit(whole)  # type: ignore[assignment]
    with pytest.raises(StorageUnavailable) as broken:
        journal.land({("t", "a"): "1"})
    assert not broken.value.definite
    journal._connection = whole
    journal.land({("t", "b"): "1"})
    assert journal.load() == {"t": {"b": "1"}}
    journal.close()


COUNTS_UNTIL_KILLED = """
import asyncio, sys
from integration_under_test.service.storage import FileStorage

async def main():
    storage = FileStorage(sys.argv[1])
    for n in range(1_000_000):
        async with storage.transaction() as tx:
            tx.put("t", "n", n)
            tx.put("twin", "n", n)
        print(n, flush=True)

asyncio.run(main())
"""


@pytest.mark.live
def test_what_was_acknowledged_before_a_kill_is_there_and_whole(tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    command = [sys.executable, "-c", COUNTS_UNTIL_KILLED, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.readlines()
    with sqlite3.connect(path) as connection:
        found = dict(connection.execute("SELECT tbl, value FROM rows"))
    connection.close()
    acknowledged = int([line for line in told if line.endswith("\n")][-1])
    assert acknowledged <= int(found["t"]) <= acknowledged + 1
    assert found["twin"] == found["t"]
