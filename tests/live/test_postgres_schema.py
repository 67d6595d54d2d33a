"""The schema of the store in a database: made, migrated by one of many at once, or refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from integration_under_test.reference.store.migrations import (
    MIGRATIONS,
    TABLES,
    VERSION,
    SchemaTooNew,
    migrate,
)
from integration_under_test.reference.store.postgres import PostgresStorage
from tests.postgres import Schemas

pytestmark = pytest.mark.live


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def version(url: str) -> int:
    async with connected(url) as connection:
        return int(await connection.fetchval(VERSION))


async def written(url: str, value: int) -> int | None:
    """What stood in a row before it was written."""
    storage = PostgresStorage(url)
    try:
        await storage.open()
        async with storage.transaction() as tx:
            before: int | None = tx.get("t", "k")
            tx.put("t", "k", value)
        return before
    finally:
        await storage.close()


def test_an_empty_database_gets_the_schema_of_the_code(database: Schemas) -> None:
    url = database.new_schema()
    assert asyncio.run(written(url, 1)) is None
    assert asyncio.run(version(url)) == len(MIGRATIONS)


def test_a_database_from_before_there_were_versions_keeps_its_rows(database: Schemas) -> None:
    url = database.new_schema()

    async def as_it_was() -> None:
        async with connected(url) as connection:
            await connection.execute(TABLES)
            await connection.execute("INSERT INTO integration_row VALUES ('t', 'k', '7')")

    asyncio.run(as_it_was())
    assert asyncio.run(written(url, 8)) == 7
    assert asyncio.run(version(url)) == len(MIGRATIONS)


def test_of_many_that_start_at_once_one_migrates(database: Schemas) -> None:
    """A step that cannot be taken twice would fail in the second."""
    url = database.new_schema()
    steps = (*MIGRATIONS, "CREATE TABLE once (n int); INSERT INTO once VALUES (1)")

    async def start() -> None:
        async with connected(url) as connection:
            await migrate(connection, steps)

    async def all_at_once() -> int:
        await asyncio.gather(*(start() for _ in range(6)))
        async with connected(url) as connection:
            return int(await connection.fetchval("SELECT count(*) FROM once"))

    assert asyncio.run(all_at_once()) == 1


def test_a_step_that_fails_leaves_the_version_before(database: Schemas) -> None:
    url = database.new_schema()

    async def start() -> None:
        async with connected(url) as connection:
            await migrate(connection, MIGRATIONS)
            await migrate(connection, (*MIGRATIONS, "CREATE TABLE half (n int); SELECT 1 / 0"))

    with pytest.raises(asyncpg.DivisionByZeroError):
        asyncio.run(start())
    assert asyncio.run(version(url)) == len(MIGRATIONS)


def test_a_schema_of_newer_code_is_refused(database: Schemas) -> None:
    url = database.new_schema()

    async def newer() -> None:
        async with connected(url) as connection:
            await migrate(connection, (*MIGRATIONS, "SELECT 1"))

    asyncio.run(newer())
    with pytest.raises(SchemaTooNew, match=f"at most, got {len(MIGRATIONS) + 1}"):
        asyncio.run(written(url, 1))
