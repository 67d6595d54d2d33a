"""Where rows are kept: the three stores behind one face, for the tests that all must pass."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from integration_under_test.boundary import Storage
from integration_under_test.reference.store.postgres import PostgresStorage
from integration_under_test.reference.store.sqlite import SqliteStorage
from sim.clock import VirtualClock
from sim.host import MemoryStorage

KINDS = ("memory", "sqlite", "postgres")

Life = Callable[[], AbstractAsyncContextManager[Storage]]


class Place(NamedTuple):
    """Where rows are kept."""

    run: Callable[[Coroutine[Any, Any, Any]], Any]
    life: Life
    """The storage as one life of its owner sees it; each further life finds what is there."""


@contextmanager
def in_virtual_time(life: Life) -> Iterator[Place]:
    with closing(VirtualClock()) as clock:
        yield Place(clock.run, life)


@contextmanager
def in_real_time(life: Life) -> Iterator[Place]:
    with asyncio.Runner() as runner:
        yield Place(runner.run, life)


def in_memory() -> Life:
    storage = MemoryStorage()

    @asynccontextmanager
    async def life() -> AsyncIterator[Storage]:
        yield storage

    return life


def in_sqlite(path: Path) -> Life:
    @asynccontextmanager
    async def life() -> AsyncIterator[Storage]:
        storage = SqliteStorage(path)
        yield storage
        await storage.close()

    return life


def in_postgres(url: str) -> Life:
    @asynccontextmanager
    async def life() -> AsyncIterator[Storage]:
        storage = PostgresStorage(url)
        await storage.open()
        yield storage
        await storage.close()

    return life
