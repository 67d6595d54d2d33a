"""A transaction is waited for while the storage is away, and never repeated if it landed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from integration_under_test.boundary import Busy, StorageUnavailable
from integration_under_test.reference.events.intake import Intake
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.store import Arrival, Store
from sim.host.storage import FailedCommit, Row
from tests.unit.integration_under_test.reference.fakes import FakeHost

FULL = FailedCommit(StorageUnavailable("full"))
DOUBT = StorageUnavailable("lost", definite=False)
ROWS = {"row": {"n": 1}}


@dataclass
class Failing:
    """A trouble that has the next commits fail, one after the other."""

    commits: list[FailedCommit] = field(default_factory=list)

    def at_begin(self) -> None:
        return None

    def at_commit(self, rows: Sequence[Row]) -> FailedCommit | None:
        return self.commits.pop(0) if self.commits else None


def trouble(host: FakeHost, *commits: FailedCommit) -> Store:
    host.storage.troubles.append(Failing(list(commits)))
    return Store(host.storage)


def test_what_is_owed_is_noted_as_soon_as_the_storage_takes_it(host: FakeHost) -> None:
    store = trouble(host, *[FULL] * 5)
    host.clock.run(store.remember("key", 1))
    assert host.clock.run(store.remembered("key")) == 1
    assert host.clock.now_s() > 5.0


def test_an_arrival_that_cannot_be_stored_is_left_to_its_sender(host: FakeHost) -> None:
    store = trouble(host, FULL)
    with pytest.raises(StorageUnavailable):
        host.clock.run(store.accept(Arrival("e"), ROWS))
    assert host.clock.now_s() == 0.0
    intake = Intake(lambda: 0, Settings())
    with pytest.raises(Busy), intake.keeping():
        raise StorageUnavailable("full")


@pytest.mark.parametrize("landed", [True, False])
def test_an_arrival_in_doubt_is_worked_on_whether_it_landed_or_not(
    host: FakeHost, landed: bool
) -> None:
    store = trouble(host, FailedCommit(DOUBT, landed), FULL)
    assert host.clock.run(store.accept(Arrival("e"), ROWS)) == ["row"]
    assert host.clock.run(store.accept(Arrival("e"), ROWS)) == []
    assert host.storage.keys("outbox") == ["row"]


def test_what_another_delivery_finished_meanwhile_is_not_worked_on_again(host: FakeHost) -> None:
    store = trouble(host, FailedCommit(DOUBT, lands=True))

    async def race() -> Sequence[str]:
        accepting = asyncio.create_task(store.accept(Arrival("e"), ROWS))
        await asyncio.sleep(0.5)
        async with host.storage.transaction() as tx:
            tx.delete("outbox", "row")
        return await accepting

    assert host.clock.run(race()) == []


@pytest.mark.parametrize("landed", [True, False])
def test_a_dead_letter_in_doubt_is_revived_once(host: FakeHost, landed: bool) -> None:
    store = Store(host.storage)
    host.clock.run(store.accept(Arrival("e"), ROWS))
    host.clock.run(store.bury("row", {"command": {"n": 1}}))
    trouble(host, FailedCommit(DOUBT, landed))
    assert host.clock.run(store.revive("row", ROWS)) is True
    assert host.clock.run(store.revive("row", ROWS)) is False
    assert host.clock.run(store.put_back(ROWS)) == []
