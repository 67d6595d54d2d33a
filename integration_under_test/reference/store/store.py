"""The integration's tables, and every transaction that it makes on them.

Only `load`, which a start needs, reads whole tables: everything else gets rows by key, because
a month has hundreds of thousands of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from integration_under_test.boundary import Storage, Transaction
from integration_under_test.reference.releases.table import FIRST
from integration_under_test.reference.store.acts import Note, Sent, case_of, sending_of, unaudited
from integration_under_test.reference.store.committed import committed

INBOX = "inbox"
"""Key of an event or document -> what it held: 1 for an event, which never changes; a digest of
the content for a document. Kept for good: a sender may deliver again after days."""
OUTBOX = "outbox"
"""Command row -> command that has not taken effect yet."""
DEAD_LETTERS = "dead_letters"
"""Command row or event key -> what a clerk must decide on."""
APPLIED = "applied"
"""Identity of a command -> version of the document that took effect last."""
REMEMBERED = "remembered"
"""The targets' own ids of documents that we created there."""

INBOX_DAYS = 35
"""How long an event or document is known again, and kept for a replay: longer than any sender,
retry or replay goes on, and both end together."""
RECEIVED = "received"
"""Ends in a day. Key of an event or document that was accepted on that day -> the whole of it, for
a replay; a table for each day, so that nobody reads a month for the sake of a day."""

NUMBERS = "numbers"
"""Series of control numbers -> the last one given."""
NUMBERED = "numbered"
"""Command row -> the control number that its document has, and when it was written first."""

Row = Mapping[str, Any]
Rows = Mapping[str, Row]
REFUSED = 0
"""In the inbox, for what came and could not be used."""
NO_ROWS: Rows = MappingProxyType({})


class AlreadyKnown(Exception):
    """A document has the number of another one that holds something else (F31)."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{key} came before with another content; its sender must say which counts"
        )


class Arrival(NamedTuple):
    """An event or document as it came: `key` makes it distinct, and `held` is what another one
    under that key must hold as well. A document's `delivery` is its name with its content: by that
    a late copy of one that was sent back is known. What is `damaged` leaves its key to the
    corrected one."""

    key: str
    held: Any = 1
    delivery: str = ""
    damaged: bool = False
    day: str = ""
    kept: Row = NO_ROWS
    """What a replay will want to have of it."""


class Applied(NamedTuple):
    """What there is to note of a command that took effect; 0 and None mean nothing."""

    version: int = 0
    remembered: tuple[str, Any] | None = None
    numbered: bool = False
    sent: Sent | None = None


NOTHING_APPLIED = Applied()


class Store:
    """Each method is one transaction, run again when it lost against another.

    They wait for a storage that is away or full, all but `accept` and `refuse`: those raise
    StorageUnavailable, for a sender can keep what we cannot.
    """

    def __init__(self, storage: Storage, note: Note = unaudited) -> None:
        self._storage = storage
        self._note = note

    async def accept(self, arrival: Arrival, rows: Rows) -> Sequence[str]:
        """Notes an event or document with what it owes; the rows that it put into the outbox.

        None for what was here before: its rows are being worked on, or done. Raises AlreadyKnown
        for a document that was here with another content, or StorageUnavailable.
        """
        key, held, delivery, damaged, *_ = arrival

        def work(tx: Transaction) -> Sequence[str]:
            if delivery and tx.get(INBOX, delivery) is not None:
                return []
            known = tx.get(INBOX, key)
            if known == REFUSED:
                known = None
            if known is not None and (damaged or known != held):
                raise AlreadyKnown(key)
            if delivery:
                tx.put(INBOX, delivery, 1)
            if known is not None:
                if delivery:
                    self._note(tx, "copied", key, delivery=delivery)
                return []
            if not damaged:
                tx.put(INBOX, key, held)
            if arrival.kept:
                tx.put(received_table(arrival.day), key, arrival.kept)
            _put_all(tx, OUTBOX, rows)
            digest = held if isinstance(held, str) else ""
            correlation = next((row.get("correlation_id") for row in rows.values()), "")
            facts = {"digest": digest, "delivery": delivery, "correlation": correlation}
            facts["release"] = _release(rows)
            self._note(tx, "accepted", key, **facts, day=arrival.day, rows=list(rows))
            return list(rows)

        def landed(tx: Transaction) -> Sequence[str] | None:
            return _still_waiting(tx, rows) if tx.get(INBOX, delivery or key) else None

        return await committed(self._storage, work, landed, patient=False)

    async def refuse(self, key: str, dead_letter: Row, rows: Rows = NO_ROWS) -> bool:
        """Notes an event or document that cannot be used, with the rows that tell its sender;
        False if that was done before. It may come again under its key in a form that can be used.
        Raises StorageUnavailable."""

        def work(tx: Transaction) -> bool:
            if tx.get(INBOX, key) is not None:
                return False
            tx.put(INBOX, key, REFUSED)
            tx.put(DEAD_LETTERS, key, dead_letter)
            _put_all(tx, OUTBOX, rows)
            self._note(tx, "refused", key, **case_of(dead_letter), rows=list(rows))
            return True

        def landed(tx: Transaction) -> bool | None:
            return tx.get(DEAD_LETTERS, key) is not None or None

        return await committed(self._storage, work, landed, patient=False)

    async def finish(self, row: str, identity: str, applied: Applied) -> None:
        """Takes a command out of the outbox and notes what it applied, together."""

        def work(tx: Transaction) -> None:
            tx.delete(OUTBOX, row)
            if applied.version:
                tx.put(APPLIED, identity, applied.version)
            if applied.remembered:
                tx.put(REMEMBERED, *applied.remembered)
            if applied.numbered:
                tx.delete(NUMBERED, row)
            self._note(tx, "done", row, **sending_of(applied.sent), gave=_given(applied))

        await committed(self._storage, work)

    async def failed(self, row: str, attempt: int, error: str) -> None:
        """Notes an attempt that did not succeed, or of which nobody knows."""
        await committed(
            self._storage, lambda tx: self._note(tx, "failed", row, attempt=attempt, error=error)
        )

    async def amend(self, row: str, command: Row) -> None:
        """Replaces a command that still waits, to be posted on another day."""

        def work(tx: Transaction) -> None:
            tx.put(OUTBOX, row, command)
            self._note(tx, "moved", row, posting_on=command["posting_on"])

        await committed(self._storage, work)

    async def replace(self, row: str, by: tuple[str, Row], reopens: str) -> None:
        """Puts another command in the place of one; `reopens` names a document of the inbox that
        may come again with another content."""

        def work(tx: Transaction) -> None:
            tx.delete(OUTBOX, row)
            tx.put(OUTBOX, *by)
            if reopens:
                tx.delete(INBOX, reopens)
            self._note(tx, "replaced", row, rows=[by[0]], reopens=reopens)

        await committed(self._storage, work)

    async def bury(self, row: str, dead_letter: Row) -> None:
        """Moves a command from the outbox to the dead letters."""

        def work(tx: Transaction) -> None:
            tx.delete(OUTBOX, row)
            tx.put(DEAD_LETTERS, row, dead_letter)
            self._note(tx, "buried", row, **case_of(dead_letter))

        await committed(self._storage, work)

    async def revive(self, key: str, rows: Rows) -> bool:
        """Replaces a dead letter by commands; by none when a clerk dismissed it. False if it was
        replaced before."""

        def work(tx: Transaction) -> bool:
            dead_letter = tx.get(DEAD_LETTERS, key)
            if dead_letter is None:
                return False
            tx.delete(DEAD_LETTERS, key)
            _put_all(tx, OUTBOX, rows)
            kind = "released" if rows else "dismissed"
            self._note(tx, kind, key, **case_of(dead_letter), rows=list(rows))
            return True

        def landed(tx: Transaction) -> bool | None:
            gone = tx.get(DEAD_LETTERS, key) is None
            return (gone and len(_still_waiting(tx, rows)) == len(rows)) or None

        return await committed(self._storage, work, landed)

    async def rewrite(self, key: str, dead_letter: Row) -> None:
        """Keeps a dead letter in its changed form."""

        def work(tx: Transaction) -> None:
            tx.put(DEAD_LETTERS, key, dead_letter)
            self._note(tx, "kept", key, **case_of(dead_letter))

        await committed(self._storage, work)

    async def dead_letter(self, key: str) -> Any:
        """One dead letter, or None."""
        return await committed(self._storage, lambda tx: tx.get(DEAD_LETTERS, key))

    async def applied_version(self, identity: str) -> int:
        """The version that took effect last, 0 if none."""
        return int(await committed(self._storage, lambda tx: tx.get(APPLIED, identity)) or 0)

    async def remember(self, key: str, value: Any) -> None:
        """Notes a value for later commands."""
        await committed(self._storage, lambda tx: tx.put(REMEMBERED, key, value))

    async def remembered(self, key: str) -> Any:
        """The value noted under a key, or None."""
        return await committed(self._storage, lambda tx: tx.get(REMEMBERED, key))

    async def numbered(self, series: str, row: str, instant: str) -> tuple[int, str]:
        """A document's control number with the instant of its first writing: the next of its
        series the first time, the same ever after."""

        def work(tx: Transaction) -> tuple[int, str]:
            known = tx.get(NUMBERED, row)
            if known is not None:
                return int(known[0]), str(known[1])
            number = int(tx.get(NUMBERS, series) or 0) + 1
            tx.put(NUMBERS, series, number)
            tx.put(NUMBERED, row, [number, instant])
            return number, instant

        return await committed(self._storage, work)

    async def load(self) -> tuple[Iterable[tuple[str, Any]], Iterable[tuple[str, Any]]]:
        """All waiting commands and all dead letters, in the order of their rows."""
        return await committed(self._storage, lambda tx: (tx.scan(OUTBOX), tx.scan(DEAD_LETTERS)))

    async def received(self, day: str) -> Sequence[tuple[str, Any]]:
        """What was accepted on a day and is still kept, by key."""
        return await committed(self._storage, lambda tx: tx.scan(received_table(day)))

    async def put_back(self, rows: Rows) -> Sequence[str]:
        """Puts commands into the outbox; those that it has already, and those of which a person
        must decide, are left alone. The rows that were put."""

        def work(tx: Transaction) -> Sequence[str]:
            tables = (OUTBOX, DEAD_LETTERS)
            missing = [row for row in rows if not any(tx.get(table, row) for table in tables)]
            _put_all(tx, OUTBOX, {row: rows[row] for row in missing})
            if missing:
                self._note(tx, "replayed", missing[0], rows=missing)
            return missing

        # After a commit of unknown outcome: whoever is at work on a row takes no second one.
        return await committed(self._storage, work, lambda tx: _still_waiting(tx, rows) or None)


def _given(applied: Applied) -> list[Any]:
    """The target's own id of a document, with what it is remembered by."""
    known = applied.remembered
    return list(known) if known and isinstance(known[1], str | int) else []


def _release(rows: Rows) -> Any:
    """Under which commands were planned; the first release needs no saying."""
    release = next((row.get("release", FIRST) for row in rows.values()), FIRST)
    return release if release > FIRST else ""


def received_table(day: str) -> str:
    """The table of what was accepted on a day, whole."""
    return f"{RECEIVED}/{day}"


def _still_waiting(tx: Transaction, rows: Rows) -> list[str]:
    """Those of some rows that are in the outbox; written again, so that this transaction loses
    against one that is just finishing them."""
    waiting = [row for row in rows if tx.get(OUTBOX, row) is not None]
    _put_all(tx, OUTBOX, {row: rows[row] for row in waiting})
    return waiting


def _put_all(tx: Transaction, table: str, rows: Rows) -> None:
    for key, row in rows.items():
        tx.put(table, key, row)
