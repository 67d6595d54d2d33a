"""Blocks of audit entries, each sealed with the hash of the one before, and who finds tampering.

    findings = verify(blocks, checkpoints)   # [] when nothing was touched

A chain alone does not help against somebody who computes it anew from the changed block on: the
hashes of some blocks, its checkpoints, must be kept where that person cannot write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic_core import to_json

Entry = Mapping[str, Any]
"""`at`, `act`, `subject` and what else there is to say of an act, as JSON values."""

GENESIS = "0" * 64
"""What stands before the first block."""
BLOCKS_PURGED = "blocks_purged"
"""The act of leaving out the oldest blocks; `through` is the number of the last one gone."""


class Checkpoint(NamedTuple):
    """The hash that a block had when it was sealed."""

    number: int
    digest: str


class Block(NamedTuple):
    """Entries in the order of their sealing; `digest` covers all else."""

    number: int
    previous: str
    entries: Sequence[Entry]
    digest: str


class Finding(NamedTuple):
    """What is wrong at a block."""

    number: int
    what: str


def sealed(before: Checkpoint, entries: Sequence[Entry]) -> Block:
    """The block that comes after a checkpoint."""
    number = before.number + 1
    return Block(number, before.digest, entries, _digest(number, before.digest, entries))


def verify(blocks: Iterable[Block], checkpoints: Iterable[Checkpoint]) -> list[Finding]:
    """Every sign of an edit, a deletion, an insertion, a swap, a truncation or a fork, in the order
    of the blocks. What the last checkpoint does not cover yet can still be cut off unseen."""
    chain, kept = list(blocks), list(checkpoints)
    found = [
        *(Finding(b.number, "its entries are not what was sealed") for b in chain if not _holds(b)),
        *_broken_links(chain),
        *_unlike_checkpoints(chain, kept),
        *_missing_beginning(chain, kept),
    ]
    return sorted(set(found))


def _digest(number: int, previous: str, entries: Sequence[Entry]) -> str:
    return blake2b(to_json([number, previous, entries]), digest_size=32).hexdigest()


def _holds(block: Block) -> bool:
    return block.digest == _digest(block.number, block.previous, block.entries)


def _broken_links(chain: Sequence[Block]) -> Iterator[Finding]:
    for before, block in pairwise(chain):
        if block.number != before.number + 1 or block.previous != before.digest:
            yield Finding(block.number, f"it does not follow block {before.number}")


def _unlike_checkpoints(
    chain: Sequence[Block], checkpoints: Sequence[Checkpoint]
) -> Iterator[Finding]:
    digests = {block.number: block.digest for block in chain}
    told: dict[int, str] = {}
    first, last = min(digests, default=0), max(digests, default=-1)
    for number, digest in checkpoints:
        if told.setdefault(number, digest) != digest:
            yield Finding(number, "two checkpoints tell of different blocks")
        if number > last:
            yield Finding(number, "a checkpoint tells of it, and it is not there")
        elif number >= first and digests.get(number) != digest:
            yield Finding(number, "a checkpoint tells of another one")


def _missing_beginning(
    chain: Sequence[Block], checkpoints: Sequence[Checkpoint]
) -> Iterator[Finding]:
    """A chain may begin late only if an entry says so and a checkpoint covers what went."""
    if not chain or (chain[0].number == 0 and chain[0].previous == GENESIS):
        return
    first = chain[0]
    purged = max((_purged_through(block) for block in chain), default=-1)
    if first.number - 1 > purged or Checkpoint(first.number - 1, first.previous) not in checkpoints:
        yield Finding(first.number, "nobody noted what became of the blocks before it")


def _purged_through(block: Block) -> int:
    noted = (entry for entry in block.entries if entry.get("act") == BLOCKS_PURGED)
    return max((int(entry["through"]) for entry in noted), default=-1)
