"""The audit: an entry for every act that matters, written with the state that it tells of.

Entries land as rows of their own in the transaction of the act, so that transactions do not wait
for each other at the end of one chain. From time to time they are sealed into the next block
(`chain.py`), and its hash is handed to the auditor, if one has a mailbox here.

No entry holds data of patients: keys, names of operations, and digests of what went through.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from integration_under_test.boundary import (
    CallError,
    Clock,
    Conflict,
    Document,
    Partner,
    Storage,
    Transaction,
)
from integration_under_test.reference.observability.chain import (
    GENESIS,
    Block,
    Checkpoint,
    Entry,
    Finding,
    sealed,
    verify,
)

UNSEALED = "audit_unsealed"
"""Instant and number -> entry that no block holds yet."""
BLOCKS = "audit_blocks"
"""Number of a block -> the block."""
CHECKPOINTS = "audit_checkpoints"
"""Number of a block -> its hash. Whoever can write the blocks can write this as well: what proves
something is the auditor's copy."""
HEADS = "audit_heads"
"""`chain` -> number and hash of the last block."""
AUDITOR = "AUDITOR"
"""The mailbox that checkpoints go to."""
BLOCK_ENTRIES = 256
"""A block is sealed when so many entries wait; fewer when the integration stops."""


class Audit:
    """Writes entries, and seals them in a task of its own, which ends with the work."""

    def __init__(self, storage: Storage, clock: Clock, partners: Mapping[str, Partner]) -> None:
        self.storage = storage
        self._clock = clock
        self._auditor = partners.get(AUDITOR)
        self._noted = 0
        self._sealing: asyncio.Task[None] | None = None
        self._afterwards: Callable[[], Awaitable[None]] | None = None

    def then(self, work: Callable[[], Awaitable[None]]) -> None:
        """Has this done after each block, in the same task."""
        self._afterwards = work

    def note(self, tx: Transaction, act: str, subject: str, **facts: Any) -> None:
        """Adds an entry to a transaction; `facts` that are empty are left out."""
        at = self._clock.now().isoformat()
        entry: dict[str, Any] = {"at": at, "act": act, "subject": subject}
        entry |= {name: v for name, v in facts.items() if v or isinstance(v, int)}
        # Unique over restarts too, since no two lives share an instant.
        tx.put(UNSEALED, f"{at}|{self._noted:09d}", entry)
        self._noted += 1
        if self._noted % BLOCK_ENTRIES == 0:
            self._begin_sealing()

    async def seal(self) -> None:
        """Moves what waits into the next block, then tells the auditor of it."""
        while True:
            try:
                async with self.storage.transaction() as tx:
                    block = _seal(tx)
                break
            except Conflict:  # another transaction made progress, so this ends
                continue
        if block is not None and await self._told(block):
            async with self.storage.transaction() as tx:
                tx.put(CHECKPOINTS, row_of(block.number), block.digest)

    async def verify(self, checkpoints: Sequence[Checkpoint] | None = None) -> list[Finding]:
        """What is wrong with the blocks, by an auditor's checkpoints; by the own copy if there are
        none, which proves nothing against somebody who can write here."""
        async with self.storage.transaction() as tx:
            kept = read_checkpoints(tx) if checkpoints is None else checkpoints
            return verify(read_blocks(tx), kept)

    async def stop(self) -> None:
        """Seals the rest. Nothing may be noted afterwards."""
        if self._sealing is not None:
            await self._sealing
        await self.seal()

    def _begin_sealing(self) -> None:
        if self._sealing is None or self._sealing.done():
            self._sealing = asyncio.get_running_loop().create_task(self._seal_in_passing())

    async def _seal_in_passing(self) -> None:
        await self.seal()
        noted = self._noted
        if self._afterwards is not None:
            await self._afterwards()
        if self._noted != noted:
            await self.seal()

    async def _told(self, block: Block) -> bool:
        """False if the auditor could not be reached: the next checkpoint covers this block too."""
        if self._auditor is None:
            return True
        content = json.dumps({"block": block.number, "digest": block.digest}).encode()
        name = f"audit-{row_of(block.number)}.json"
        try:
            await self._auditor.send(Document(name, "integration", "application/json", content))
        except CallError:
            return False
        return True


def row_of(number: int) -> str:
    """The row of a block, which sorts by its number."""
    return f"{number:09d}"


def read_block(tx: Transaction, number: int) -> Block | None:
    """One block, None if it is not sealed yet or purged."""
    stored = tx.get(BLOCKS, row_of(number))
    return None if stored is None else Block(number, *stored)


def read_blocks(tx: Transaction) -> list[Block]:
    """All blocks that are still kept, in their order."""
    return [Block(int(row), *stored) for row, stored in tx.scan(BLOCKS)]


def read_checkpoints(tx: Transaction) -> list[Checkpoint]:
    """The integration's own copy of the checkpoints."""
    return [Checkpoint(int(row), digest) for row, digest in tx.scan(CHECKPOINTS)]


def read_unsealed(tx: Transaction) -> list[Entry]:
    """What no block holds yet."""
    return [entry for _, entry in tx.scan(UNSEALED)]


def _seal(tx: Transaction) -> Block | None:
    rows = tx.scan(UNSEALED)
    if not rows:
        return None
    number, digest = tx.get(HEADS, "chain") or (-1, GENESIS)
    block = sealed(Checkpoint(number, digest), [entry for _, entry in rows])
    for row, _ in rows:
        tx.delete(UNSEALED, row)
    tx.put(BLOCKS, row_of(block.number), [block.previous, block.entries, block.digest])
    tx.put(HEADS, "chain", [block.number, block.digest])
    return block
