"""What belongs together is stored together."""

from __future__ import annotations

import asyncio

from integration_under_test.reference.store.store import Applied, Store
from tests.unit.integration_under_test.reference.fakes import FakeHost


def test_version_and_done_mark_land_together(host: FakeHost) -> None:
    store = Store(host.storage)
    host.clock.run(store.accept("e", {"row": {"kind": "sync_party"}}))
    before = host.storage.commits
    host.clock.run(store.finish("row", "sync_party/S", Applied(7, ("erp-order/PO", "300"))))
    assert host.storage.commits == before + 1
    assert host.clock.run(store.applied_version("sync_party/S")) == 7
    assert host.clock.run(store.remembered("erp-order/PO")) == "300"
    assert host.storage.keys("outbox") == []


def test_a_lost_race_is_run_again(host: FakeHost) -> None:
    store = Store(host.storage)

    async def work() -> None:
        await asyncio.gather(*(store.remember("same", n) for n in range(10)))

    host.clock.run(work())
    assert host.storage.commits == 10


def test_a_dead_letter_is_either_dead_or_waiting(host: FakeHost) -> None:
    store = Store(host.storage)
    host.clock.run(store.accept("e", {"row": {"n": 1}}))
    host.clock.run(store.bury("row", {"command": {"n": 1}}))
    assert (host.storage.keys("outbox"), host.storage.keys("dead_letters")) == ([], ["row"])
    host.clock.run(store.revive("row", {"row": {"n": 2}}))
    assert (host.storage.keys("outbox"), host.storage.keys("dead_letters")) == (["row"], [])
