"""Of several incarnations on one storage only the one that was started last does anything."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from integration_under_test.boundary import Ports, StorageUnavailable
from integration_under_test.reference.store.lease import TRUSTED_S, Lease
from sim.host.storage import Row
from tests.unit.integration_under_test.reference.fakes import FakeHost

STOOD_STILL_S = 600.0


async def claimed(host: FakeHost) -> tuple[Lease, Ports]:
    lease = Lease(host.storage)
    await lease.take()
    return lease, lease.guarding(host.ports())


def test_who_stood_still_while_another_was_started_sends_nothing(host: FakeHost) -> None:
    async def work() -> None:
        _, old = await claimed(host)
        await asyncio.sleep(STOOD_STILL_S)
        _, new = await claimed(host)
        waking = asyncio.create_task(old.systems["erp"].call("post_cost", {}))
        await new.systems["erp"].call("create_receipt", {})
        await asyncio.sleep(60.0)
        assert not waking.done()
        waking.cancel()

    host.clock.run(work())
    assert (
        host.systems["erp"].called("post_cost"),
        host.systems["erp"].called("create_receipt"),
    ) == (0, 1)


def test_who_stood_still_and_was_not_succeeded_goes_on(host: FakeHost) -> None:
    async def work() -> None:
        _, ports = await claimed(host)
        await asyncio.sleep(STOOD_STILL_S)
        await ports.systems["erp"].call("post_cost", {})

    host.clock.run(work())
    assert host.systems["erp"].called("post_cost") == 1


def test_who_was_succeeded_stores_nothing(host: FakeHost) -> None:
    async def store(ports: Ports) -> None:
        async with ports.storage.transaction() as tx:
            tx.put("t", "a", 1)

    async def work() -> None:
        _, old = await claimed(host)
        await claimed(host)
        await asyncio.sleep(2 * TRUSTED_S)
        storing = asyncio.create_task(store(old))
        await asyncio.sleep(60.0)
        assert not storing.done()
        storing.cancel()

    host.clock.run(work())
    assert host.storage.keys("t") == []


def test_it_looks_again_only_after_a_while(host: FakeHost) -> None:
    async def work() -> None:
        lease, _ = await claimed(host)
        before = host.storage.reads
        await lease.hold()
        assert host.storage.reads == before
        await asyncio.sleep(2 * TRUSTED_S)
        await lease.hold()
        await lease.hold()
        assert host.storage.reads == before + 1

    host.clock.run(work())


@dataclass
class Away:
    """A trouble that has every transaction refused."""

    def at_begin(self) -> StorageUnavailable:
        return StorageUnavailable("starting up")

    def at_commit(self, rows: Sequence[Row]) -> None:
        raise NotImplementedError


def test_while_the_storage_is_away_a_call_waits_and_a_transaction_does_not(host: FakeHost) -> None:
    async def work() -> None:
        _, ports = await claimed(host)
        await asyncio.sleep(2 * TRUSTED_S)
        host.storage.troubles.append(Away())
        calling = asyncio.create_task(ports.systems["erp"].call("post_cost", {}))
        with pytest.raises(StorageUnavailable):
            async with ports.storage.transaction():
                pass
        await asyncio.sleep(60.0)
        assert not calling.done()
        host.storage.troubles.clear()
        await calling

    host.clock.run(work())
    assert host.systems["erp"].called("post_cost") == 1
