"""One connection to PostgreSQL, and how it learns what became of a commit whose answer it lost.

Every line has a row of its own in `integration_commit`, which each of its commits raises by one in
the same transaction. When the connection breaks between COMMIT and its answer, the number there
tells, after a new connection, whether the commit took place: nobody else needs to know.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import asyncpg

from integration_under_test.boundary import Conflict
from integration_under_test.reference.store.migrations import migrate
from integration_under_test.reference.store.snapshot import Row

OLD_LINES = "DELETE FROM integration_commit WHERE used_at < now() - interval '30 days'"
"""Of processes that ended long ago; a line that is still there puts its own back."""
NEW_LINE = "INSERT INTO integration_commit (number) VALUES (0) RETURNING line"
COMMITS = "SELECT number FROM integration_commit WHERE line = $1 FOR UPDATE"
BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT"
"""The snapshot is taken by the first statement, not by BEGIN."""
ONE = "SELECT value FROM integration_row WHERE kind = $1 AND key = $2"
EVERY = "SELECT key, value FROM integration_row WHERE kind = $1"
WRITE = """
WITH written AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::json[]) AS row (kind, key, value)
), numbered AS (
    INSERT INTO integration_commit (line, number) OVERRIDING SYSTEM VALUE VALUES ($4, $5)
    ON CONFLICT (line) DO UPDATE SET number = excluded.number, used_at = now()
), changed AS (
    UPDATE integration_row old SET value = written.value FROM written
    WHERE old.kind = written.kind AND old.key = written.key RETURNING old.kind, old.key
)
INSERT INTO integration_row
SELECT * FROM written WHERE (kind, key) NOT IN (SELECT kind, key FROM changed)
"""
"""Deleted rows are written too, as NULL: only a write meets those of others as a conflict."""
DELETE = """
DELETE FROM integration_row WHERE value IS NULL
AND (kind, key) IN (SELECT * FROM unnest($1::text[], $2::text[]))
"""

LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
)
"""The server went away, is not there yet, has no place, or did not answer in time. A connection
that died within an answer shows it as an error of the client."""
BEATEN = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.UniqueViolationError)
"""The first to commit a row wins. Two that insert the same row meet at its key."""

FIRST_WAIT_S, LONGEST_WAIT_S = 0.05, 1.0
STATEMENT_LIMIT_S = 30.0
SESSION = {"application_name": "integration", "idle_in_transaction_session_timeout": "60s"}
"""A transaction whose client vanished without a word ends in time, and with it its locks."""

T = TypeVar("T")


class Line:
    """One connection, made when it is needed and made again when it broke."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection | None = None
        self._line = 0
        self._commits = 0
        self.idle = True
        """No transaction is open on it."""

    async def connect(self) -> None:
        """With the first connection come the tables. Raises what asyncpg raises."""
        self._connection = connection = await asyncpg.connect(
            self._url, command_timeout=STATEMENT_LIMIT_S, server_settings=SESSION
        )
        if not self._line:
            await migrate(connection)
            await connection.execute(OLD_LINES)
            self._line = await connection.fetchval(NEW_LINE)

    async def arrive(self, within_s: float) -> None:
        """As `connect`, and waits so long for a server that is just restarting."""
        clock = asyncio.get_running_loop().time
        ends_s = clock() + within_s
        while True:
            try:
                return await self.connect()
            except LOST:
                self.drop()
                if clock() >= ends_s:
                    raise
            await asyncio.sleep(LONGEST_WAIT_S / 4)

    def drop(self) -> None:
        """Ends the connection without a word; the server rolls back what is open."""
        if self._connection is not None:
            self._connection.terminate()
        self._connection, self.idle = None, True

    async def begin(self) -> None:
        """Takes a snapshot; while the server is away its clients wait for it."""
        self.idle = False
        await self._patiently(self._begin)

    async def read(self, query: str, *row: str) -> list[Any]:
        """Raises Conflict when the connection is lost: nothing was changed yet."""
        with _changing_nothing():
            return list(await self._alive().fetch(query, *row))

    async def commit(self, written: Mapping[Row, str | None]) -> None:
        """Raises Conflict if it certainly did not take place; returns if it certainly did."""
        if written:
            await self._write(written)
        try:
            await self._alive().execute("COMMIT")
        except LOST as error:
            if written and not await self._took_place():
                raise _nothing_changed(error) from error
        else:
            self._commits += bool(written)
        self.idle = True

    async def rollback(self) -> None:
        """Ends the transaction, if need be with its connection."""
        try:
            await self._alive().execute("ROLLBACK")
        except LOST:
            self.drop()
        self.idle = True

    def _alive(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            raise ConnectionResetError("the connection to PostgreSQL is closed")
        return self._connection

    async def _begin(self) -> None:
        if self._connection is None:
            await self.connect()
        await self._alive().execute(BEGIN)

    async def _write(self, written: Mapping[Row, str | None]) -> None:
        kinds, keys = ([row[place] for row in written] for place in (0, 1))
        values = list(written.values())
        deleted = [row for row, text in written.items() if text is None]
        with _changing_nothing():
            connection = self._alive()
            await connection.execute(WRITE, kinds, keys, values, self._line, self._commits + 1)
            if deleted:
                await connection.execute(DELETE, *map(list, zip(*deleted, strict=True)))

    async def _took_place(self) -> bool:
        """Whether the commit whose answer was lost took place: asked on a new connection, where
        the row of this line stays locked until the old one has ended."""
        self.drop()
        number = await self._patiently(self._last_commit)
        took_place = number > self._commits
        self._commits = number
        return took_place

    async def _last_commit(self) -> int:
        if self._connection is None:
            await self.connect()
        return int(await self._alive().fetchval(COMMITS, self._line) or 0)

    async def _patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        """Does something that is tried again on a new connection until the server is there."""
        wait_s = FIRST_WAIT_S
        while True:
            try:
                return await work()
            except LOST:
                self.drop()
            self.idle = False
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)


@contextmanager
def _changing_nothing() -> Iterator[None]:
    """Before COMMIT was sent, who loses the connection has changed as little as who is beaten."""
    try:
        yield
    except ValueError:
        raise  # a key that is no text, of which asyncpg makes an InterfaceError too
    except BEATEN as error:
        raise Conflict(str(error)) from error
    except LOST as error:
        raise _nothing_changed(error) from error


def _nothing_changed(error: BaseException) -> Conflict:
    return Conflict(f"PostgreSQL was lost before the commit, so nothing changed: {error}")
