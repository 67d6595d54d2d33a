"""Another process at the same file: its lock is waited for, but not for ever."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from integration_under_test.boundary import Conflict
from integration_under_test.reference.store.sqlite import LOCK_TRIES, LOCK_WAIT_S, SqliteStorage
from tests.unit.integration_under_test.reference.fakes import FakeHost

LIMIT_S = LOCK_TRIES * LOCK_WAIT_S


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rows.sqlite"


@pytest.fixture
def storage(host: FakeHost, path: Path) -> Iterator[SqliteStorage]:
    made = SqliteStorage(path)
    yield made
    host.clock.run(made.close())


@pytest.fixture
def other(storage: SqliteStorage, path: Path) -> Iterator[sqlite3.Connection]:
    """A connection as another process would have it, holding the write lock."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


async def put(storage: SqliteStorage, key: str) -> None:
    async with storage.transaction() as tx:
        tx.put("t", key, 1)


async def keys(storage: SqliteStorage) -> list[str]:
    async with storage.transaction() as tx:
        return [key for key, _ in tx.scan("t")]


def test_a_lock_that_stays_is_a_conflict_after_a_bounded_wait(
    host: FakeHost, storage: SqliteStorage, other: sqlite3.Connection
) -> None:
    with pytest.raises(Conflict, match="busy"):
        host.clock.run(put(storage, "a"))
    assert host.clock.now_s() == pytest.approx(LIMIT_S)
    assert host.clock.run(keys(storage)) == [], "nothing was written, and readers do not wait"


def test_a_lock_that_goes_in_time_delays_the_commit(
    host: FakeHost, storage: SqliteStorage, other: sqlite3.Connection
) -> None:
    async def work() -> None:
        writing = asyncio.create_task(put(storage, "a"))
        await asyncio.sleep(LIMIT_S / 2)
        other.execute("COMMIT")
        await writing

    host.clock.run(work())
    assert host.clock.run(keys(storage)) == ["a"]


def test_what_another_process_commits_is_seen_and_conflicts(
    host: FakeHost, storage: SqliteStorage, path: Path
) -> None:
    async def beaten() -> None:
        theirs = SqliteStorage(path)
        try:
            async with storage.transaction() as tx:
                tx.put("t", "a", "mine")
                await put(theirs, "a")
        finally:
            await theirs.close()

    with pytest.raises(Conflict, match="t/a"):
        host.clock.run(beaten())
    assert host.clock.run(keys(storage)) == ["a"]


def test_a_place_where_no_file_can_be_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        SqliteStorage(tmp_path / "no folder" / "rows.sqlite")
