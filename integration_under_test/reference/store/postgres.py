"""The store for many workers: PostgreSQL at repeatable read, over a few lines that take turns.

A transaction's reads are plain calls at the boundary, while asyncpg answers to an event loop only.
So the lines live on a loop in a thread of their own: begin and commit, which may wait for others,
are awaited; a read never waits for anybody, and holds up its caller for one round trip.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from threading import Thread
from typing import Any, TypeVar

from integration_under_test.boundary import Transaction
from integration_under_test.reference.store.postgres_line import EVERY, ONE, Line
from integration_under_test.reference.store.snapshot import Reads, Snapshot

LINES = 8
"""Connections, and so transactions at the same time; others wait for one to end."""
OPEN_WITHIN_S = 8.0
"""A server that is restarted is back by then; a worker that gave up would have to be hired anew."""

T = TypeVar("T")


class PostgresStorage:
    """A `Storage` of the boundary in a database. Any number of processes may share it.

    Not for virtual time, which refuses the thread.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._lines: list[Line] = []
        self._idle: list[Line] = []
        self._places = asyncio.Semaphore(LINES)
        ready: Future[asyncio.AbstractEventLoop] = Future()
        self._thread = Thread(target=_run_loop, args=(ready,), name="postgres", daemon=True)
        self._thread.start()
        self._loop = ready.result()

    async def open(self) -> None:
        """Connects once, to fail early. Raises what asyncpg raises."""
        line = self._new_line()
        await self._there(line.arrive(OPEN_WITHIN_S))
        self._idle.append(line)

    async def close(self) -> None:
        """What was committed stays; open transactions are lost."""
        await self._there(self._dropped())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits on leaving, rolls back on an exception, may raise Conflict. Waits while the
        server is away: whoever was promised a row must not lose it to a restart."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        async with self._places:
            line = self._idle.pop() if self._idle else self._new_line()
            try:
                await self._there(line.begin())
                snapshot = Snapshot(self._reads(line))
                yield snapshot
                await self._there(line.commit(snapshot.written))
            except Exception:
                await self._there(line.rollback())
                raise
            finally:
                self._give_back(line)

    def _give_back(self, line: Line) -> None:
        if line.idle:
            self._idle.append(line)
        else:  # cancelled on its way
            self._lines.remove(line)
            self._loop.call_soon_threadsafe(line.drop)

    def _new_line(self) -> Line:
        self._lines.append(Line(self._url))
        return self._lines[-1]

    def _reads(self, line: Line) -> Reads:
        def one(table: str, key: str) -> str | None:
            found = self._submit(line.read(ONE, table, key)).result()
            return found[0]["value"] if found else None

        def every(table: str) -> list[tuple[str, str]]:
            return [tuple(row) for row in self._submit(line.read(EVERY, table)).result()]

        return Reads(one, every)

    async def _dropped(self) -> None:
        for line in self._lines:
            line.drop()
        await asyncio.sleep(0)  # in which the sockets are closed

    async def _there(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(self._submit(work))

    def _submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


def _run_loop(ready: Future[asyncio.AbstractEventLoop]) -> None:
    with closing(_new_loop()) as loop:
        ready.set_result(loop)
        loop.run_forever()


def _new_loop() -> asyncio.AbstractEventLoop:
    """The faster one where it is installed, as it is where the service is: a fifth of the processor
    time of a whole cluster."""
    try:
        import uvloop
    except ModuleNotFoundError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
