"""The store's schema in PostgreSQL, as the list of steps that made it: a start takes those missing.

    version of the database < of the code   the missing steps, in one transaction
    the same                                nothing
    version of the database > of the code   refused: newer code has been here, and this one does not
                                            know what it keeps

Whoever comes first holds a lock until all is there; others wait, and find nothing left to do. A
step is never changed once it was released: the next one is added.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

TABLES = """
CREATE TABLE IF NOT EXISTS integration_row (
    kind text COLLATE "C", key text COLLATE "C", value json, PRIMARY KEY (kind, key)
);
CREATE TABLE IF NOT EXISTS integration_commit (
    line bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number bigint NOT NULL
);
"""
"""`kind` is the table of the boundary. Values are json, not jsonb: kept as they were written.
Stores from before there were versions have these tables, hence IF NOT EXISTS."""
USED_AT = """
ALTER TABLE integration_commit ADD COLUMN used_at timestamptz NOT NULL DEFAULT now();
"""
"""When a line committed last: those of processes that are long gone can be told, and are purged."""

MIGRATIONS: Sequence[str] = (TABLES, USED_AT)
"""Version n of the schema is what the first n steps leave."""

LOCK = "SELECT pg_advisory_xact_lock(hashtext('integration_row'))"
IS_THERE = "SELECT to_regclass('integration_schema') IS NOT NULL"
VERSION = "SELECT coalesce(max(version), 0) FROM integration_schema"
VERSIONS = """
CREATE TABLE IF NOT EXISTS integration_schema (
    version int PRIMARY KEY, migrated_at timestamptz NOT NULL DEFAULT now()
)
"""
MIGRATED = "INSERT INTO integration_schema (version) VALUES ($1)"


class SchemaTooNew(ValueError):
    """Newer code has migrated the database further than this code knows."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"store: expected a schema of version {known} at most, got {found}: newer code has "
            "migrated it, and this code would misread it; run that code, or name another database"
        )


async def migrate(connection: asyncpg.Connection, steps: Sequence[str] = MIGRATIONS) -> None:
    """Returns when the schema is that of the code. Raises SchemaTooNew, and what asyncpg raises."""
    if await connection.fetchval(IS_THERE) and await _is_up_to_date(connection, len(steps)):
        return
    async with connection.transaction():
        await connection.execute(LOCK)
        await connection.execute(VERSIONS)
        version = await connection.fetchval(VERSION)
        for number, step in enumerate(steps[version:], version + 1):
            await connection.execute(step)
            await connection.execute(MIGRATED, number)


async def _is_up_to_date(connection: asyncpg.Connection, known: int) -> bool:
    found = int(await connection.fetchval(VERSION))
    if found > known:
        raise SchemaTooNew(found, known)
    return found == known
