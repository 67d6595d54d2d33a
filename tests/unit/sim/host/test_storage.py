"""Storage in virtual time: a database's isolation, conflicts and suspensions."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from integration_under_test.boundary import Conflict
from sim.clock import VirtualClock
from sim.host import storage as module
from sim.host.storage import MemoryStorage


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    clock = VirtualClock()
    try:
        return clock.run(coroutine)
    finally:
        clock.close()


async def put(storage: MemoryStorage, key: str, value: Any) -> None:
    async with storage.transaction() as tx:
        tx.put("t", key, value)


async def get(storage: MemoryStorage, key: str) -> Any:
    async with storage.transaction() as tx:
        return tx.get("t", key)


def test_committed_rows_are_read_back() -> None:
    async def body() -> Any:
        storage = MemoryStorage()
        await put(storage, "a", {"n": 1})
        return await get(storage, "a")

    assert run(body()) == {"n": 1}


def test_an_exception_rolls_everything_back() -> None:
    async def fail(storage: MemoryStorage) -> None:
        async with storage.transaction() as tx:
            tx.put("t", "a", 1)
            raise ValueError("no")

    async def body() -> Any:
        storage = MemoryStorage()
        with pytest.raises(ValueError, match="no"):
            await fail(storage)
        return await get(storage, "a")

    assert run(body()) is None


def test_a_reader_sees_its_snapshot_whatever_others_commit() -> None:
    async def body() -> list[Any]:
        storage = MemoryStorage()
        await put(storage, "a", 1)
        async with storage.transaction() as tx:
            seen = [tx.get("t", "a")]
            await put(storage, "a", 2)
            await put(storage, "a", 3)
            seen.append(tx.get("t", "a"))
        return [*seen, await get(storage, "a")]

    assert run(body()) == [1, 1, 3]


def test_a_snapshot_still_sees_a_row_that_another_deleted() -> None:
    async def body() -> list[Any]:
        storage = MemoryStorage()
        await put(storage, "a", 1)
        async with storage.transaction() as reader:
            async with storage.transaction() as tx:
                tx.delete("t", "a")
            seen = [reader.get("t", "a"), reader.scan("t")]
        return [*seen, await get(storage, "a")]

    assert run(body()) == [1, [("a", 1)], None]


async def race(storage: MemoryStorage) -> None:
    async with storage.transaction() as tx:
        tx.put("t", "a", "mine")
        await put(storage, "a", "theirs")


def test_the_second_writer_of_a_row_gets_conflict() -> None:
    async def body() -> Any:
        storage = MemoryStorage()
        with pytest.raises(Conflict):
            await race(storage)
        return await get(storage, "a")

    assert run(body()) == "theirs"


def test_unlocked_increments_are_not_lost_silently() -> None:
    async def increment(storage: MemoryStorage) -> bool:
        try:
            async with storage.transaction() as tx:
                tx.put("t", "n", (tx.get("t", "n") or 0) + 1)
        except Conflict:
            return False
        return True

    async def body() -> tuple[int, int]:
        storage = MemoryStorage()
        done = await asyncio.gather(*(increment(storage) for _ in range(50)))
        return sum(done), await get(storage, "n")

    committed, counted = run(body())
    # Every increment that was reported as committed counts; those that raced were told so.
    assert committed == counted
    assert committed < 50


def test_values_are_copies_and_not_shared_objects() -> None:
    async def body() -> Any:
        storage = MemoryStorage()
        value = {"lines": [1]}
        await put(storage, "a", value)
        value["lines"].append(2)
        (await get(storage, "a"))["lines"].append(3)
        return await get(storage, "a")

    assert run(body()) == {"lines": [1]}


def test_scan_gives_own_writes_and_committed_rows_in_key_order() -> None:
    async def body() -> Any:
        storage = MemoryStorage()
        await put(storage, "b", 1)
        await put(storage, "c", 2)
        async with storage.transaction() as tx:
            tx.put("t", "a", 0)
            tx.delete("t", "c")
            return list(tx.scan("t"))

    assert run(body()) == [("a", 0), ("b", 1)]


def test_old_versions_do_not_pile_up() -> None:
    async def body() -> int:
        storage = MemoryStorage()
        for n in range(200):
            async with storage.transaction() as reader:
                await put(storage, "a", n)
                reader.get("t", "a")
        version, depth = storage._recent["t", "a"], 0
        while version.older is not None:
            version, depth = version.older, depth + 1
        return depth

    assert run(body()) <= 2


def test_rows_of_long_ago_leave_memory_and_are_read_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_RECENT", 10)

    async def body() -> tuple[Any, ...]:
        storage = MemoryStorage()
        for n in range(50):
            await put(storage, f"k{n:02}", n)
        async with storage.transaction() as tx:
            tx.put("t", "k00", "again")
            tx.delete("t", "k01")
        async with storage.transaction() as tx:
            rows = list(tx.scan("t"))
        return len(storage._recent), rows, await get(storage, "k01"), await get(storage, "k02")

    recent, rows, deleted, kept = run(body())
    assert recent == 10
    assert rows == [("k00", "again"), *((f"k{n:02}", n) for n in range(2, 50))]
    assert (deleted, kept) == (None, 2)


def test_what_an_open_snapshot_may_see_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RECENT", 10)

    async def body() -> tuple[list[Any], int]:
        storage = MemoryStorage()
        for n in range(30):
            await put(storage, f"k{n:02}", n)
        async with storage.transaction() as reader:
            for n in range(30):
                await put(storage, f"k{n:02}", "new")
                async with storage.transaction() as tx:
                    tx.delete("t", f"k{n:02}")
            seen = [value for _, value in reader.scan("t")]
        await put(storage, "last", 1)
        return seen, len(storage._recent)

    seen, recent = run(body())
    assert seen == list(range(30))
    assert recent == 10


def test_a_row_that_left_memory_still_conflicts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RECENT", 0)

    async def body() -> Any:
        storage = MemoryStorage()
        await put(storage, "a", "first")
        with pytest.raises(Conflict):
            await race(storage)
        return await get(storage, "a")

    assert run(body()) == "theirs"
