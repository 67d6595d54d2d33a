"""The integration's five tables, and every transaction that it makes on them.

Only `load`, which a start needs, reads whole tables: everything else gets rows by key, because
a month has hundreds of thousands of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from integration_under_test.boundary import Conflict, Storage, Transaction

INBOX = "inbox"
"""Event key -> 1. Kept for good: a sender may deliver again after days."""
OUTBOX = "outbox"
"""Command row -> command that has not taken effect yet."""
DEAD_LETTERS = "dead_letters"
"""Command row or event key -> what a clerk must decide on."""
APPLIED = "applied"
"""Order key -> version of the document that took effect last."""
REMEMBERED = "remembered"
"""The targets' own ids of documents that we created there."""

T = TypeVar("T")
Row = Mapping[str, Any]
Rows = Mapping[str, Row]


class Applied(NamedTuple):
    """What there is to note of a command that took effect; 0 and None mean nothing."""

    version: int = 0
    remembered: tuple[str, str] | None = None


NOTHING_APPLIED = Applied()


class Store:
    """Each method is one transaction, run again when it lost against another."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def accept(self, event_key: str, rows: Rows) -> Sequence[str]:
        """Notes an event with what it owes; which of the rows wait in the outbox now.

        For an event that was here before these are the ones not finished yet.
        """

        def work(tx: Transaction) -> Sequence[str]:
            if tx.get(INBOX, event_key) is not None:
                return [row for row in rows if tx.get(OUTBOX, row) is not None]
            tx.put(INBOX, event_key, 1)
            _put_all(tx, OUTBOX, rows)
            return list(rows)

        return await self._run(work)

    async def refuse(self, event_key: str, dead_letter: Row) -> bool:
        """Notes an event that cannot be read; False if it was here before."""

        def work(tx: Transaction) -> bool:
            if tx.get(INBOX, event_key) is not None:
                return False
            tx.put(INBOX, event_key, 1)
            tx.put(DEAD_LETTERS, event_key, dead_letter)
            return True

        return await self._run(work)

    async def finish(self, row: str, order_key: str, applied: Applied) -> None:
        """Takes a command out of the outbox and notes what it applied, together."""

        def work(tx: Transaction) -> None:
            tx.delete(OUTBOX, row)
            if applied.version:
                tx.put(APPLIED, order_key, applied.version)
            if applied.remembered:
                tx.put(REMEMBERED, *applied.remembered)

        await self._run(work)

    async def amend(self, row: str, command: Row) -> None:
        """Replaces a command that still waits."""
        await self._run(lambda tx: tx.put(OUTBOX, row, command))

    async def bury(self, row: str, dead_letter: Row) -> None:
        """Moves a command from the outbox to the dead letters."""

        def work(tx: Transaction) -> None:
            tx.delete(OUTBOX, row)
            tx.put(DEAD_LETTERS, row, dead_letter)

        await self._run(work)

    async def revive(self, key: str, rows: Rows) -> None:
        """Replaces a dead letter by commands; by none when a clerk dismissed it."""

        def work(tx: Transaction) -> None:
            tx.delete(DEAD_LETTERS, key)
            _put_all(tx, OUTBOX, rows)

        await self._run(work)

    async def dead_letter(self, key: str) -> Any:
        """One dead letter, or None."""
        return await self._run(lambda tx: tx.get(DEAD_LETTERS, key))

    async def applied_version(self, order_key: str) -> int:
        """The version that took effect last, 0 if none."""
        return int(await self._run(lambda tx: tx.get(APPLIED, order_key)) or 0)

    async def remember(self, key: str, value: Any) -> None:
        """Notes a value for later commands."""
        await self._run(lambda tx: tx.put(REMEMBERED, key, value))

    async def remembered(self, key: str) -> Any:
        """The value noted under a key, or None."""
        return await self._run(lambda tx: tx.get(REMEMBERED, key))

    async def load(self) -> tuple[Iterable[tuple[str, Any]], Iterable[tuple[str, Any]]]:
        """All waiting commands and all dead letters, in the order of their rows."""
        return await self._run(lambda tx: (tx.scan(OUTBOX), tx.scan(DEAD_LETTERS)))

    async def _run(self, work: Callable[[Transaction], T]) -> T:
        # A conflict means that another transaction made progress, so this ends.
        while True:
            try:
                async with self._storage.transaction() as tx:
                    result = work(tx)
            except Conflict:
                continue
            return result


def _put_all(tx: Transaction, table: str, rows: Rows) -> None:
    for key, row in rows.items():
        tx.put(table, key, row)
