"""Who may act on this storage: the incarnation that was started last, and nobody beside it (F24).

A process that stood still for a while does not know it; on waking it would send what another one,
started in its place, has sent or is sending. So each start takes the next term, and whoever did not
look for a few seconds looks again before it sends or stores anything. One that finds a later term
does nothing any more: what it was at is in the outbox, and its successor's.

Whoever starts a successor waits longer than `TRUSTED_S` after the last sign of life.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from math import inf
from typing import Any

from integration_under_test.boundary import (
    Document,
    Partner,
    Ports,
    Storage,
    SystemClient,
    Transaction,
)
from integration_under_test.reference.store.committed import committed

LEASE = "lease"
TERM = "term"
"""The number of the incarnation that was started last."""
TRUSTED_S = 5.0
"""How long a look at the term is relied on."""


class Lease:
    """One incarnation's claim. Reads no business clock, which may jump."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._claim: object = 0
        self._looked_s = -inf

    async def take(self) -> None:
        """Takes the next term; whoever had the last one has lost it."""
        self._looked_s = asyncio.get_running_loop().time()
        self._claim = await committed(self._storage, _next_term)

    async def hold(self) -> None:
        """Returns while the claim stands, and never once it is lost. Waits for a storage that is
        away."""
        await self._hold(lambda: committed(self._storage, self.read_claim))

    async def hold_or_raise(self) -> None:
        """As `hold`, but raises StorageUnavailable: how long to wait is for its caller to say."""
        await self._hold(self._read)

    async def _hold(self, read: Callable[[], Awaitable[Any]]) -> None:
        now_s = asyncio.get_running_loop().time()
        if now_s - self._looked_s <= TRUSTED_S:
            return
        if await read() != self._claim:
            await asyncio.Event().wait()
        self._looked_s = now_s

    async def _read(self) -> Any:
        async with self._storage.transaction() as tx:
            return self.read_claim(tx)

    @property
    def term(self) -> Any:
        """The number of this incarnation."""
        return self._claim

    def read_claim(self, tx: Transaction) -> object:
        """What must stand there still."""
        return _term(tx)

    def guarding(self, ports: Ports) -> Ports:
        """The same ports, for whoever holds the lease."""
        systems = {name: _HeldClient(one, self) for name, one in ports.systems.items()}
        partners = {name: _HeldPartner(one, self) for name, one in ports.partners.items()}
        storage = _HeldStorage(ports.storage, self)
        return replace(ports, systems=systems, partners=partners, storage=storage)


class _HeldClient:
    def __init__(self, client: SystemClient, lease: Lease) -> None:
        self._client = client
        self._lease = lease

    async def call(
        self,
        operation: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        await self._lease.hold()
        return await self._client.call(
            operation,
            body,
            idempotency_key=idempotency_key,
            correlation_id=correlation_id,
            timeout_s=timeout_s,
        )


class _HeldPartner:
    def __init__(self, partner: Partner, lease: Lease) -> None:
        self._partner = partner
        self._lease = lease

    async def send(self, document: Document) -> None:
        await self._lease.hold()
        await self._partner.send(document)


class _HeldStorage:
    def __init__(self, storage: Storage, lease: Lease) -> None:
        self._storage = storage
        self._lease = lease

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        await self._lease.hold_or_raise()
        async with self._storage.transaction() as transaction:
            yield transaction


def _term(tx: Transaction) -> Any:
    return tx.get(LEASE, TERM)


def _next_term(tx: Transaction) -> int:
    term = int(_term(tx) or 0) + 1
    tx.put(LEASE, TERM, term)
    return term
