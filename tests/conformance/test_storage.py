"""One contract for every store: the host's memory, SQLite, PostgreSQL.

Memory and SQLite are used in virtual time, PostgreSQL in real time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from integration_under_test.boundary import Conflict, Storage, Transaction
from tests.conformance.places import Place


def in_one_life(place: Place, work: Callable[[Storage], Coroutine[Any, Any, Any]]) -> Any:
    async def lived() -> Any:
        async with place.life() as storage:
            return await work(storage)

    return place.run(lived())


async def put(storage: Storage, key: str, value: Any, table: str = "t") -> None:
    async with storage.transaction() as tx:
        tx.put(table, key, value)


async def delete(storage: Storage, key: str) -> None:
    async with storage.transaction() as tx:
        tx.delete("t", key)


async def get(storage: Storage, key: str) -> Any:
    async with storage.transaction() as tx:
        return tx.get("t", key)


async def scan(storage: Storage) -> list[tuple[str, Any]]:
    async with storage.transaction() as tx:
        return list(tx.scan("t"))


async def alone(
    storage: Storage, work: Callable[[Transaction], Any], meanwhile: Awaitable[None] | None = None
) -> None:
    """One transaction; before it ends, somebody else's is awaited."""
    async with storage.transaction() as tx:
        work(tx)
        if meanwhile is not None:
            await meanwhile


def put_both(value: object) -> Callable[[Transaction], None]:
    def work(tx: Transaction) -> None:
        tx.put("t", "a", 2)
        tx.put("t", "b", value)

    return work


async def fails() -> None:
    raise ZeroDivisionError


def test_what_was_committed_is_read_back_and_what_was_deleted_is_gone(place: Place) -> None:
    async def work(storage: Storage) -> list[Any]:
        await put(storage, "a", 1)
        await put(storage, "a", 2)
        await put(storage, "a", 3, table="other")
        seen = [await get(storage, "a"), await get(storage, "b")]
        await delete(storage, "a")
        await delete(storage, "never there")
        return [*seen, await get(storage, "a"), await scan(storage)]

    assert in_one_life(place, work) == [2, None, None, []]


def test_a_transaction_reads_its_own_writes(place: Place) -> None:
    async def work(storage: Storage) -> list[Any]:
        await put(storage, "a", 1)
        await put(storage, "c", 3)
        async with storage.transaction() as tx:
            tx.put("t", "b", 2)
            tx.put("t", "a", 9)
            tx.delete("t", "c")
            seen = [tx.get("t", "a"), tx.get("t", "c"), list(tx.scan("t"))]
            tx.delete("t", "b")
            tx.put("t", "c", 4)
        return [*seen, await scan(storage)]

    inside = [("a", 9), ("b", 2)]
    assert in_one_life(place, work) == [9, None, inside, [("a", 9), ("c", 4)]]


KEYS = ["", " ", "A", "B", "Z", "a", "a b", "a-b", "a/b", "ab", "b", "z", "~", "é", "ß", "中", "🩺"]


def test_rows_are_scanned_in_the_order_of_code_points(place: Place) -> None:
    async def work(storage: Storage) -> list[Any]:
        for number, key in enumerate(reversed(KEYS)):
            await put(storage, key, number)
        return [key for key, _ in await scan(storage)]

    assert in_one_life(place, work) == sorted(KEYS)


VALUES = [
    {"lines": [{"n": 1, "of": None}, {"n": 2.5, "of": [True, False, []]}], "z": 1, "a": 2},
    'text with "quotes", a \\ and a \0',
    "中🩺",
    [],
    {},
    0,
    False,
    "",
    -(2**63),
    1e-300,
]


def test_values_come_back_as_they_were(place: Place) -> None:
    async def work(storage: Storage) -> list[Any]:
        for number, value in enumerate(VALUES):
            await put(storage, f"{number:02}", value)
        return [value for _, value in await scan(storage)]

    found = in_one_life(place, work)
    assert found == VALUES
    assert list(map(type, found)) == list(map(type, VALUES))
    assert list(found[0]) == ["lines", "z", "a"], "the order of a document is kept"


def test_a_value_may_be_large(place: Place) -> None:
    large = {"content": "0123456789" * 200_000}

    async def work(storage: Storage) -> Any:
        await put(storage, "a", large)
        return await get(storage, "a")

    assert in_one_life(place, work) == large


def test_a_stored_none_is_as_good_as_no_row(place: Place) -> None:
    async def work(storage: Storage) -> Any:
        await put(storage, "a", None)
        return await get(storage, "a"), await scan(storage)

    assert in_one_life(place, work) == (None, [])


def test_what_is_not_json_is_refused_and_changes_nothing(place: Place) -> None:
    async def work(storage: Storage) -> Any:
        with pytest.raises(ValueError, match="serialize"):
            await alone(storage, put_both(object()))
        return await scan(storage)

    assert in_one_life(place, work) == []


def test_values_are_copies(place: Place) -> None:
    async def work(storage: Storage) -> Any:
        value = {"lines": [1]}
        async with storage.transaction() as tx:
            tx.put("t", "a", value)
            value["lines"].append(2)
            tx.get("t", "a")["lines"].append(3)
            inside = tx.get("t", "a")
        (await get(storage, "a"))["lines"].append(4)
        return inside, await get(storage, "a")

    assert in_one_life(place, work) == ({"lines": [1]}, {"lines": [1]})


def test_an_exception_rolls_everything_back(place: Place) -> None:
    async def work(storage: Storage) -> Any:
        await put(storage, "a", 1)
        with pytest.raises(ZeroDivisionError):
            await alone(storage, put_both(2), meanwhile=fails())
        return await scan(storage)

    assert in_one_life(place, work) == [("a", 1)]


def test_a_reader_sees_its_snapshot_whatever_others_commit(place: Place) -> None:
    async def work(storage: Storage) -> list[Any]:
        await put(storage, "a", 1)
        await put(storage, "b", 1)
        async with storage.transaction() as reader:
            await put(storage, "a", 2)
            await delete(storage, "b")
            await put(storage, "c", 2)
            seen = [list(reader.scan("t")), reader.get("t", "b"), reader.get("t", "c")]
        return [*seen, await scan(storage)]

    expected = [[("a", 1), ("b", 1)], 1, None, [("a", 2), ("c", 2)]]
    assert in_one_life(place, work) == expected


def do(what: str) -> Callable[[Transaction], None]:
    def work(tx: Transaction) -> None:
        tx.put("t", "b", "mine")
        tx.put("t", "a", "mine")
        if what == "delete":
            tx.delete("t", "a")

    return work


@pytest.mark.parametrize("mine", ["put", "delete"])
@pytest.mark.parametrize("theirs", ["put", "delete"])
def test_of_two_that_write_a_row_the_first_to_commit_wins(
    place: Place, mine: str, theirs: str
) -> None:
    async def work(storage: Storage) -> Any:
        await put(storage, "a", "before")
        others = delete(storage, "a") if theirs == "delete" else put(storage, "a", "theirs")
        with pytest.raises(Conflict):
            await alone(storage, do(mine), meanwhile=others)
        return await scan(storage)

    assert in_one_life(place, work) == ([] if theirs == "delete" else [("a", "theirs")])


@pytest.mark.parametrize("mine", ["put", "delete"])
def test_a_row_that_was_not_there_conflicts_as_well(place: Place, mine: str) -> None:
    async def work(storage: Storage) -> Any:
        with pytest.raises(Conflict):
            await alone(storage, do(mine), meanwhile=put(storage, "a", "theirs"))
        return await get(storage, "a")

    assert in_one_life(place, work) == "theirs"


def test_reading_what_another_writes_is_no_conflict(place: Place) -> None:
    async def work(storage: Storage) -> Any:
        await put(storage, "a", 1)
        async with storage.transaction() as tx:
            tx.put("t", "b", tx.get("t", "a"))
            await put(storage, "a", 2)
        return await scan(storage)

    assert in_one_life(place, work) == [("a", 2), ("b", 1)]


async def increment(storage: Storage) -> int:
    """How often it lost."""
    lost = 0
    while True:
        try:
            async with storage.transaction() as tx:
                tx.put("t", "n", (tx.get("t", "n") or 0) + 1)
        except Conflict:
            lost += 1
        else:
            return lost


def test_fifty_increments_at_once_give_fifty(place: Place) -> None:
    async def work(storage: Storage) -> tuple[int, Any]:
        lost = await asyncio.gather(*(increment(storage) for _ in range(50)))
        return sum(lost), await get(storage, "n")

    lost, counted = in_one_life(place, work)
    assert counted == 50
    assert lost > 0, "they did not race, so nothing was shown"


def test_another_life_finds_what_was_committed(place: Place) -> None:
    async def first(storage: Storage) -> None:
        await put(storage, "a", 1)
        await put(storage, "b", 1)
        await delete(storage, "b")

    in_one_life(place, first)
    assert in_one_life(place, scan) == [("a", 1)]


def test_who_is_cancelled_in_a_transaction_leaves_nothing(place: Place) -> None:
    async def work(storage: Storage) -> Any:
        await put(storage, "a", 1)
        inside = asyncio.Event()

        async def never_ends() -> None:
            async with storage.transaction() as tx:
                tx.put("t", "a", 2)
                inside.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(never_ends())
        await inside.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await put(storage, "b", 1)
        return await scan(storage)

    assert in_one_life(place, work) == [("a", 1), ("b", 1)]
