"""PostgreSQL for tests: `postgres` is their own and may be killed, `database` is any that will do.

The second is the one of `TESTBED_POSTGRES_DSN`, else the one at the standard local port, else the
first (D14).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import asyncpg
import pytest

from sim.chaos import NoServer, PostgresServer
from tests.servers import Kind, chosen

VARIABLE = "TESTBED_POSTGRES_DSN"
STANDARD = "postgresql://postgres@127.0.0.1:5432/postgres"


class Schemas:
    """Empty schemas of a database, gone at the end."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._made: list[str] = []

    def new_schema(self) -> str:
        """The address of a new one."""
        name = f"testbed_{os.getpid()}_{len(self._made)}"
        asyncio.run(_execute(self._dsn, f"CREATE SCHEMA {name}"))
        self._made.append(name)
        return f"{self._dsn}{'&' if '?' in self._dsn else '?'}search_path={name}"

    def close(self) -> None:
        """Takes away what was made."""
        for name in self._made:
            asyncio.run(_execute(self._dsn, f"DROP SCHEMA {name} CASCADE"))


@contextmanager
def own() -> Iterator[str]:
    """The address of a server that is started here."""
    with PostgresServer() as server:
        yield server.dsn


async def look(dsn: str) -> None:
    """Whether we may make schemas there."""
    await _execute(dsn, "BEGIN; CREATE SCHEMA testbed_looks; ROLLBACK")


POSTGRES = Kind(VARIABLE, STANDARD, look, (asyncpg.PostgresError, asyncpg.InterfaceError), own)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for each process that runs tests."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(PostgresServer())
        except NoServer as error:
            pytest.skip(f"no PostgreSQL to start: {error}")
        yield server


@pytest.fixture(scope="session")
def database() -> Iterator[Schemas]:
    """Schemas for whoever neither restarts nor configures the server."""
    with ExitStack() as stack:
        try:
            dsn = stack.enter_context(chosen(POSTGRES, os.environ.get(VARIABLE, "")))
        except NoServer as error:
            pytest.skip(f"no PostgreSQL to start: {error}")
        yield stack.enter_context(closing(Schemas(dsn)))


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
