"""The audit: an entry for every act that matters, written with the state that it tells of.

Entries land as rows of their own in the transaction of the act, so that transactions do not wait
for each other at the end of one chain. From time to time they are sealed into the next block
(`chain.py`). An auditor who has a mailbox here is told the hash of one block a day, and of the last
one when the integration stops.

No entry holds data of patients: keys, names of operations, and digests of what went through.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from integration_under_test.boundary import (
    CallError,
    Clock,
    Document,
    Partner,
    Storage,
    Transaction,
)
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.commands.audit import letter
from integration_under_test.reference.mediation.auditor.checkpoints import MAILBOX
from integration_under_test.reference.observability.chain import (
    GENESIS,
    Block,
    Checkpoint,
    Entry,
    Finding,
    sealed,
    verify,
)
from integration_under_test.reference.orchestration import audit_checkpoints
from integration_under_test.reference.store.committed import committed

UNSEALED = "audit_unsealed"
"""Instant and number -> entry that no block holds yet."""
BLOCKS = "audit_blocks"
"""Number of a block -> the block."""
CHECKPOINTS = "audit_checkpoints"
"""Number of a block -> its hash: of every block, or, where there is an auditor, of those that the
auditor has as well. Whoever can write the blocks can write this, too: what proves something is the
auditor's copy."""
HEADS = "audit_heads"
"""`chain` -> number and hash of the last block, `entries` -> how many all blocks hold, `told_on` ->
the last day of which the auditor is told."""
BLOCK_ENTRIES = 256
"""A block is sealed when so many entries wait; fewer when the integration stops."""

Submit = Callable[[Command], None]


def _in_the_outbox(command: Command) -> None:
    """Where no workers are, a command waits for the next start."""


class Audit:
    """Writes entries, and seals them in a task of its own, which ends with the work."""

    def __init__(
        self, storage: Storage, clock: Clock, partners: Mapping[str, Partner], life: str = ""
    ) -> None:
        """`life` names one of several that write at the same time; who has a name never seals."""
        self.storage = storage
        self._life = life
        self._clock = clock
        self._auditor = partners.get(MAILBOX)
        self._noted = 0
        self._sealing: asyncio.Task[None] | None = None
        self._afterwards: Callable[[], Awaitable[None]] | None = None
        self._submit: Submit = _in_the_outbox

    def open(self, submit: Submit) -> None:
        """From now on workers deliver what the auditor is owed. What an earlier life left unsealed
        is sealed now: a crash must not put off the day's checkpoint."""
        self._submit = submit
        if self._auditor is not None:
            self._begin_sealing()

    def then(self, work: Callable[[], Awaitable[None]]) -> None:
        """Has this done after each block, in the same task."""
        self._afterwards = work

    def note(self, tx: Transaction, act: str, subject: str, **facts: Any) -> None:
        """Adds an entry to a transaction; `facts` that are empty are left out."""
        at = self._clock.now().isoformat()
        entry: dict[str, Any] = {"at": at, "act": act, "subject": subject}
        entry |= {name: v for name, v in facts.items() if v or isinstance(v, int)}
        # Unique over restarts too, since no two lives of one name share an instant.
        tx.put(UNSEALED, f"{at}|{self._noted:09d}{self._life}", entry)
        self._noted += 1
        if self._noted % BLOCK_ENTRIES == 0 and not self._life:
            self._begin_sealing()

    async def seal(self) -> None:
        """Moves what waits into the next block; the auditor is owed the first one of a day."""
        block, command = await committed(self.storage, self._seal)
        if block is not None and self._auditor is None:
            await committed(self.storage, partial(_keep, block=block))
        if command is not None:
            self._submit(command)

    async def verify(self, checkpoints: Sequence[Checkpoint] | None = None) -> list[Finding]:
        """What is wrong with the blocks, by an auditor's checkpoints; by the own copy if there are
        none, which proves nothing against somebody who can write here."""
        async with self.storage.transaction() as tx:
            kept = read_checkpoints(tx) if checkpoints is None else checkpoints
            return verify(read_blocks(tx), kept)

    async def stop(self) -> None:
        """Seals the rest, and tells the auditor of the last block. Nothing may be noted
        afterwards."""
        if self._sealing is not None:
            await self._sealing
        self._submit = _in_the_outbox
        await self.seal()
        if self._auditor is not None:
            await self._tell_the_last(self._auditor)

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

    def _seal(self, tx: Transaction) -> tuple[Block | None, Command | None]:
        block = _next_block(tx)
        if block is None or self._auditor is None:
            return block, None
        if (told := read_block(tx, audit_checkpoints.last_told(tx))) is not None:
            _keep(tx, told)
        now = self._clock.now()
        day = now.date().isoformat()
        if tx.get(HEADS, "told_on") == day:
            return block, None
        tx.put(HEADS, "told_on", day)
        entries = tx.get(HEADS, "entries")
        return block, audit_checkpoints.owe(tx, block, entries, now.isoformat())

    async def _tell_the_last(self, auditor: Partner) -> None:
        """Hands over the last block without the workers, which have stopped: what they do is noted,
        and would need another block. Who cannot be reached is told after the next start."""
        command = await committed(self.storage, self._owed_last)
        if command is None:
            return
        try:
            await auditor.send(Document(*letter(command.document)))
        except CallError:
            return
        await committed(self.storage, partial(_took, command=command))

    def _owed_last(self, tx: Transaction) -> Command | None:
        number, _ = tx.get(HEADS, "chain") or (-1, GENESIS)
        block = read_block(tx, number)
        if block is None or audit_checkpoints.last_told(tx) >= number:
            return None
        now = self._clock.now().isoformat()
        return audit_checkpoints.owe(tx, block, tx.get(HEADS, "entries"), now)


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


def _next_block(tx: Transaction) -> Block | None:
    rows = tx.scan(UNSEALED)
    if not rows:
        return None
    number, digest = tx.get(HEADS, "chain") or (-1, GENESIS)
    block = sealed(Checkpoint(number, digest), [entry for _, entry in rows])
    for row, _ in rows:
        tx.delete(UNSEALED, row)
    tx.put(BLOCKS, row_of(block.number), [block.previous, block.entries, block.digest])
    tx.put(HEADS, "chain", [block.number, block.digest])
    tx.put(HEADS, "entries", int(tx.get(HEADS, "entries") or 0) + len(rows))
    return block


def _took(tx: Transaction, command: Command) -> None:
    """The auditor has a checkpoint, and this is its copy."""
    audit_checkpoints.took(tx, command)
    tx.put(CHECKPOINTS, row_of(command.document.number), command.document.digest)


def _keep(tx: Transaction, block: Block) -> None:
    tx.put(CHECKPOINTS, row_of(block.number), block.digest)
