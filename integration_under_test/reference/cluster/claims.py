"""Which workers may act: those whom the head of the present term gave a claim, until it takes it.

A worker that stood still and wakes looks first whether its claim stands (`store/lease.py`), and
sends nothing if it does not: its commands are in other hands by then.
"""

from __future__ import annotations

import asyncio

from integration_under_test.boundary import Storage, Transaction
from integration_under_test.reference.store.committed import committed
from integration_under_test.reference.store.lease import LEASE, TERM, TRUSTED_S, Lease

PREFIX = "worker/"


class WorkerLease(Lease):
    """A worker's own claim, under the term of its head."""

    def __init__(self, storage: Storage, name: str, term: int) -> None:
        super().__init__(storage)
        self._name = name
        self._claim = [term, True]

    async def take(self) -> None:
        """Returns when the claim was found to stand, and never if it does not."""
        await self.hold()

    def read_claim(self, tx: Transaction) -> object:
        """The head's term, and whether it has not taken the claim away."""
        return [tx.get(LEASE, TERM), tx.get(LEASE, PREFIX + self._name) is not None]


class Claims:
    """The head's side."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def grant(self, name: str) -> None:
        """From now on a worker may act."""
        await committed(self._storage, lambda tx: tx.put(LEASE, PREFIX + name, 1))

    async def revoke(self, name: str) -> None:
        """Once TRUSTED_S have passed, it does nothing any more."""
        await committed(self._storage, lambda tx: tx.delete(LEASE, PREFIX + name))

    async def outlive(self) -> None:
        """Returns when no worker of an earlier head does anything any more: they have lost their
        claims with its term. Of who ended in order there is none to wait for."""
        if await committed(self._storage, _revoked):
            await asyncio.sleep(TRUSTED_S)


def _revoked(tx: Transaction) -> int:
    former = [key for key, _ in tx.scan(LEASE) if key.startswith(PREFIX)]
    for key in former:
        tx.delete(LEASE, key)
    return len(former)
