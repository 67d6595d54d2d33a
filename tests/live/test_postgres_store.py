"""The reference on PostgreSQL in real time: no accepted row is lost with the server's death."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import pytest

from integration_under_test.boundary import Conflict, Ports, WorkItem
from integration_under_test.reference import Reference
from integration_under_test.reference.events.outbox import Outbox
from integration_under_test.reference.store.postgres import PostgresStorage
from integration_under_test.reference.store.store import Store
from sim.chaos import PostgresServer
from sim.host import MemoryStorage
from tests.live.severing_proxy import Severed, SeveringProxy
from tests.unit.integration_under_test.reference.fakes import FakeSystem, usage_event

pytestmark = pytest.mark.live

SYSTEMS = ("erp", "procurement", "contracts", "inventory", "billing", "warehouse")
EVENTS = [usage_event(f"US-{number}") for number in range(60)]
COMMANDS = ("post_cost", "create_charge")
"""What each of them owes."""
NUMBER = re.compile(r"US-\d+")
PATIENCE_S = 20.0
"""Beyond it something hangs; nothing here is expected to take so long."""


@pytest.fixture
def storage_url(postgres: PostgresServer) -> Iterator[str]:
    yield postgres.new_schema()
    postgres.start()  # whatever a test did to it


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[PostgresStorage]:
    storage = PostgresStorage(url)
    await storage.open()
    try:
        yield storage
    finally:
        await storage.close()


async def increment(storage: PostgresStorage) -> None:
    while True:
        try:
            async with storage.transaction() as tx:
                tx.put("t", "n", (tx.get("t", "n") or 0) + 1)
        except Conflict:
            continue
        return


async def died_and_came_back(server: PostgresServer) -> None:
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)


def test_every_commit_counts_once_though_the_server_is_killed(
    postgres: PostgresServer, storage_url: str
) -> None:
    done = 0
    under_way = asyncio.Event()

    async def increments(storage: PostgresStorage) -> None:
        nonlocal done
        for _ in range(30):
            await increment(storage)
            done += 1
            if done == 30:
                under_way.set()

    async def work() -> int:
        async with opened(storage_url) as storage:
            workers = asyncio.gather(*(increments(storage) for _ in range(6)))
            await under_way.wait()
            await died_and_came_back(postgres)
            await workers
            async with storage.transaction() as tx:
                return int(tx.get("t", "n"))

    assert asyncio.run(asyncio.wait_for(work(), PATIENCE_S)) == done == 180


@pytest.mark.parametrize("severed", Severed)
def test_a_commit_whose_answer_is_lost_is_looked_up(
    postgres: PostgresServer, storage_url: str, severed: Severed
) -> None:
    """Whether COMMIT still reached the server or not, the writer ends up with one increment."""

    async def increments(url: str, proxy: SeveringProxy) -> int:
        async with opened(url) as storage:
            await increment(storage)
            proxy.sever(severed)
            await increment(storage)
            async with storage.transaction() as tx:
                return int(tx.get("t", "n"))

    async def work() -> tuple[int, int]:
        async with SeveringProxy(postgres.port) as proxy:
            through = storage_url.replace(f":{postgres.port}/", f":{proxy.port}/")
            # In a thread: a read holds up its loop, and the proxy must go on.
            return await asyncio.to_thread(asyncio.run, increments(through, proxy)), proxy.severed

    assert asyncio.run(asyncio.wait_for(work(), PATIENCE_S)) == (2, 1)


def test_keys_are_ordered_by_code_point_whatever_the_locale_of_the_database(
    storage_url: str,
) -> None:
    async def collations() -> set[str]:
        async with opened(storage_url):
            connection = await asyncpg.connect(storage_url)
            rows = await connection.fetch(
                "SELECT collation_name FROM information_schema.columns"
                " WHERE table_name = 'integration_row' AND data_type = 'text'"
                " AND table_schema = current_schema()"
            )
            await connection.close()
        return {row["collation_name"] for row in rows}

    assert asyncio.run(collations()) == {"C"}


class Hospital:
    """The fake systems on the clock of the wall; what the host's own storage gets would be lost."""

    def __init__(self, url: str) -> None:
        self.systems = {name: FakeSystem(name) for name in SYSTEMS}
        self.ports = Ports(self.systems, {}, MemoryStorage(), self, self, {"store": url})

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep_until(self, instant: datetime) -> None:
        raise AssertionError(f"nobody waits for {instant} here")

    async def open(self, item: WorkItem) -> None:
        raise AssertionError(f"nothing here is for a clerk: {item}")

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        """None is open."""

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        """None is open."""

    def sent(self) -> Counter[tuple[str, str]]:
        """Command and usage number -> how often that reached a system."""
        calls = (call for system in self.systems.values() for call in system.calls)
        commands = ((name, str(body)) for name, body, _ in calls if name in COMMANDS)
        return Counter(
            (name, number[0]) for name, body in commands if (number := NUMBER.search(body))
        )


async def accept_while_the_server_dies(hospital: Hospital, server: PostgresServer) -> None:
    """One life of the integration: it acknowledges, and ends before all is sent."""
    reference = Reference()
    await reference.start(hospital.ports)
    first, rest = EVENTS[:15], EVENTS[15:]
    await asyncio.gather(*(reference.on_event(event) for event in first))
    arriving = asyncio.gather(*(reference.on_event(event) for event in rest))
    await died_and_came_back(server)
    await arriving
    await reference.stop()


async def drained(url: str) -> None:
    async with opened(url) as storage:
        while await Outbox(Store(storage)).waiting():  # noqa: ASYNC110 (nothing announces it)
            await asyncio.sleep(0.05)


def test_what_was_acknowledged_while_the_server_died_is_sent_by_the_next_life(
    postgres: PostgresServer, storage_url: str
) -> None:
    async def work() -> list[Counter[tuple[str, str]]]:
        hospital = Hospital(storage_url)
        await accept_while_the_server_dies(hospital, postgres)
        again = Reference()
        await again.start(hospital.ports)
        await drained(storage_url)
        sent = hospital.sent()
        await asyncio.gather(*(again.on_event(event) for event in EVENTS))
        await drained(storage_url)
        await again.stop()
        return [sent, hospital.sent()]

    sent, after_copies = asyncio.run(asyncio.wait_for(work(), PATIENCE_S))
    assert len(sent) == len(COMMANDS) * len(EVENTS)
    assert after_copies == sent, "every copy was known"
