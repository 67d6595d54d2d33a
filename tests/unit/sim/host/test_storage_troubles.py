"""A storage in trouble: what was refused is not there, what is in doubt may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from integration_under_test.boundary import Conflict, StorageUnavailable
from sim.clock import VirtualClock
from sim.host import MemoryStorage
from sim.host.storage import FailedCommit, Row


@dataclass
class Planned:
    """A trouble as a test wants it."""

    begin: StorageUnavailable | None = None
    commit: FailedCommit | None = None

    def at_begin(self) -> StorageUnavailable | None:
        return self.begin

    def at_commit(self, rows: Sequence[Row]) -> FailedCommit | None:
        return self.commit


async def put(storage: MemoryStorage, value: int) -> None:
    async with storage.transaction() as tx:
        tx.put("t", "a", value)


async def get(storage: MemoryStorage) -> Any:
    async with storage.transaction() as tx:
        return tx.get("t", "a")


def after_a_failed_commit(clock: VirtualClock, failure: FailedCommit) -> Any:
    storage = MemoryStorage()
    clock.run(put(storage, 1))
    storage.troubles.append(Planned(commit=failure))
    with pytest.raises(StorageUnavailable):
        clock.run(put(storage, 2))
    return clock.run(get(storage))


def test_what_was_refused_is_not_there(clock: VirtualClock) -> None:
    assert after_a_failed_commit(clock, FailedCommit(StorageUnavailable("full"))) == 1


def test_what_is_in_doubt_may_be_there(clock: VirtualClock) -> None:
    doubt = StorageUnavailable("lost", definite=False)
    assert after_a_failed_commit(clock, FailedCommit(doubt, lands=True)) == 2


def test_reads_go_on_while_writes_are_refused(clock: VirtualClock) -> None:
    storage = MemoryStorage()
    storage.troubles.append(Planned(commit=FailedCommit(StorageUnavailable("full"))))
    assert clock.run(get(storage)) is None


def test_a_storage_that_is_away_begins_nothing(clock: VirtualClock) -> None:
    storage = MemoryStorage()
    storage.troubles.append(Planned(begin=StorageUnavailable("away")))
    with pytest.raises(StorageUnavailable):
        clock.run(get(storage))
    storage.troubles.clear()
    assert clock.run(get(storage)) is None


def test_a_lost_race_is_a_conflict_even_in_trouble(clock: VirtualClock) -> None:
    storage = MemoryStorage()

    async def race() -> None:
        async with storage.transaction() as tx:
            tx.put("t", "a", 1)
            await put(storage, 2)
            storage.troubles.append(Planned(commit=FailedCommit(StorageUnavailable("full"))))

    with pytest.raises(Conflict):
        clock.run(race())
