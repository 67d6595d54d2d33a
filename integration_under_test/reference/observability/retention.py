"""How long rows are kept, and the purge that removes what is settled and older.

No table says when its rows came, and none needs to: the audit does. The purge walks its blocks,
one in a transaction, and removes what the entries of a block brought once the youngest of them is
old enough. It runs after midnight, when the next block is sealed, so no timer keeps the
integration awake. What still waits, or lies with a clerk, is noted again and looked at later.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from integration_under_test.boundary import Clock, Storage, Transaction
from integration_under_test.reference.observability.audit import (
    BLOCKS,
    CHECKPOINTS,
    read_block,
    row_of,
)
from integration_under_test.reference.observability.chain import BLOCKS_PURGED, Block
from integration_under_test.reference.store.acts import Note
from integration_under_test.reference.store.committed import committed
from integration_under_test.reference.store.store import (
    DEAD_LETTERS,
    INBOX,
    INBOX_DAYS,
    OUTBOX,
    REMEMBERED,
    received_table,
)

PROGRESS = "retention"
"""Table -> the first block that its purge has not walked."""
STILL_OPEN = "still_open"
ARRIVALS = frozenset({"accepted", "refused", "copied", STILL_OPEN})
"""Acts that left a key in the inbox."""


def _remove_arrivals(tx: Transaction, block: Block, note: Note) -> int:
    is_open = {row for table in (OUTBOX, DEAD_LETTERS) for row, _ in tx.scan(table)}
    gone = 0
    for entry in block.entries:
        if entry["act"] not in ARRIVALS:
            continue
        key, delivery, day = (entry.get(name, "") for name in ("subject", "delivery", "day"))
        if open_rows := sorted(is_open.intersection((key, *entry.get("rows", ())))):
            note(tx, STILL_OPEN, key, delivery=delivery, day=day, rows=open_rows)
            continue
        tx.delete(INBOX, key)
        if delivery:
            tx.delete(INBOX, delivery)
        if day:
            tx.delete(received_table(day), key)
        gone += 1
    return gone


def _forget(tx: Transaction, block: Block, note: Note) -> int:
    """Removes values that still are what an old command left."""
    gave = [entry["gave"] for entry in block.entries if "gave" in entry]
    old = [key for key, value in gave if tx.get(REMEMBERED, key) == value]
    for key in old:
        tx.delete(REMEMBERED, key)
    return len(old)


class Rule(NamedTuple):
    """A table, and for how long its rows are kept. `remove` takes away what a block's entries
    brought there, and returns for how many documents or answers that was."""

    table: str
    days: float
    remove: Callable[[Transaction, Block, Note], int]


RULES = (
    Rule(INBOX, INBOX_DAYS, _remove_arrivals),
    Rule(REMEMBERED, 400, _forget),
)
"""An inbox key must outlive every copy that a sender, a retry or a replay may still bring; with it
goes the event or document that was kept for a replay. What a target answered must outlive the
longest order. Versions that took effect are kept for good: they are a row for each record, not for
each message, and a later version may come at any time."""
BLOCKS_DAYS = 6 * 366
"""The audit itself: six years, as 45 CFR 164.316(b)(2) has it. Longer than every rule, since they
read it."""


NIGHT_BEGINS_UTC_H = 8
"""Midnight at the Pacific coast: night at every facility."""


class Retention:
    """Purges once a night."""

    def __init__(self, storage: Storage, clock: Clock, note: Note) -> None:
        self._storage = storage
        self._clock = clock
        self._note = note
        self._purged_on = ""

    async def nightly(self) -> None:
        """Purges what is due, unless that was done today."""
        night = (self._clock.now() - timedelta(hours=NIGHT_BEGINS_UTC_H)).date().isoformat()
        if night == self._purged_on:
            return
        self._purged_on = night
        for rule in RULES:
            while await committed(self._storage, partial(self._walk, rule)):
                continue
        while await committed(self._storage, self._purge_blocks):
            continue

    def _walk(self, rule: Rule, tx: Transaction) -> bool:
        """Applies a rule to the next block; False if that is none or too young."""
        number = int(tx.get(PROGRESS, rule.table) or 0)
        block = read_block(tx, number)
        if block is None or self._is_younger(block, rule.days):
            return False
        gone = rule.remove(tx, block, self._note)
        tx.put(PROGRESS, rule.table, number + 1)
        if gone:
            self._note(tx, "purged", rule.table, block=number, removed=gone)
        return True

    def _purge_blocks(self, tx: Transaction) -> bool:
        """Removes the oldest blocks up to the next one that a checkpoint covers."""
        number = first = int(tx.get(PROGRESS, BLOCKS) or 0)
        while True:
            block = read_block(tx, number)
            if block is None or self._is_younger(block, BLOCKS_DAYS):
                return False
            if tx.get(CHECKPOINTS, row_of(number)) is not None:
                break
            number += 1
        for gone in range(first, number + 1):
            tx.delete(BLOCKS, row_of(gone))
        tx.put(PROGRESS, BLOCKS, number + 1)
        self._note(tx, BLOCKS_PURGED, BLOCKS, through=number)
        return True

    def _is_younger(self, block: Block, days: float) -> bool:
        sealed_at = datetime.fromisoformat(block.entries[-1]["at"])
        return sealed_at > self._clock.now() - timedelta(days=days)
