"""The reference in PostgreSQL with a key in the environment: nobody without it reads its rows."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from contextlib import AsyncExitStack

import asyncpg
import pytest

from integration_under_test.reference.store.kinds import open_storage
from integration_under_test.reference.store.sealed import KEY
from sim.chaos import PostgresServer
from sim.host import MemoryStorage

pytestmark = pytest.mark.live

PATIENT = "Quirina Zebrowski"


def test_no_value_can_be_read_in_the_database(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, b64encode(bytes((n * 3 + 1) % 256 for n in range(32))).decode())
    url = postgres.new_schema()

    async def work() -> tuple[object, list[str]]:
        async with AsyncExitStack() as closing:
            storage = await open_storage(url, MemoryStorage(), closing)
            async with storage.transaction() as tx:
                tx.put("dead", "letter-1", {"patient": PATIENT, "reason": None})
            async with storage.transaction() as tx:
                found = tx.get("dead", "letter-1")
        connection = await asyncpg.connect(url)
        try:
            rows = await connection.fetch("SELECT kind, key, value FROM integration_row")
        finally:
            await connection.close()
        return found, [f"{row['kind']} {row['key']} {row['value']}" for row in rows]

    found, rows = asyncio.run(work())
    assert found == {"patient": PATIENT, "reason": None}
    assert any(row.startswith("dead letter-1 ") for row in rows)
    assert not any("Quirina" in row for row in rows)
