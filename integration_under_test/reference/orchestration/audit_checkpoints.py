"""P13 audit checkpoints: what the auditor is told of the chain, and that it took it.

    first block of a day sealed -> in the same transaction a command of the outbox -> the auditor

Each names the one before, so that a chain that was written anew does not fit what the auditor has.
What is told of a later block vouches for the earlier ones as well: a command that a later one
overtook is owed no more.
"""

from __future__ import annotations

from integration_under_test.boundary import Transaction
from integration_under_test.reference.events.command import (
    Command,
    Origin,
    Step,
    commands_of,
    from_row,
    to_row,
)
from integration_under_test.reference.mediation.canonical.audit_checkpoints import AuditCheckpoint
from integration_under_test.reference.observability.chain import Block
from integration_under_test.reference.releases.table import under
from integration_under_test.reference.store.store import APPLIED, OUTBOX

KIND = "send_checkpoint"
KEY = "chain"
"""There is one chain, so its checkpoints go out one after the other."""
IDENTITY = f"{KIND}/{KEY}"
OWED = "audit_checkpoint_owed"
"""`chain` -> number and hash of the last checkpoint that was put into the outbox."""


def owe(tx: Transaction, block: Block, entries: int, instant: str) -> Command:
    """The command that tells of a block, in the outbox; the one that is there if there is one.
    `entries` counts those of all blocks up to it."""
    before = tx.get(OWED, KEY) or (-1, "")
    document = AuditCheckpoint(block.number, block.digest, entries, instant, *before)
    # The row depends on the block alone, so that a block is owed once.
    origin = Origin(f"audit|{block.number:09d}", block.entries[-1]["at"], f"audit:{block.number}")
    with under(None):  # no mapping of a release has a say here
        (command,) = commands_of(origin, (Step(KIND, KEY, document),), instant)
    waiting = tx.get(OUTBOX, command.row)
    if waiting is not None:
        return from_row(command.row, waiting)
    tx.put(OUTBOX, command.row, to_row(command))
    tx.put(OWED, KEY, [block.number, block.digest])
    return command


def took(tx: Transaction, command: Command) -> None:
    """The auditor has it: what the store notes of any command that is done, but for the audit."""
    tx.delete(OUTBOX, command.row)
    tx.put(APPLIED, command.identity, command.document.version)


def last_told(tx: Transaction) -> int:
    """The number of the last block that the auditor has a checkpoint of, -1 for none."""
    return int(tx.get(APPLIED, IDENTITY) or 0) - 1
