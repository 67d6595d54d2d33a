"""Where a document came from and what became of it, from the audit and the store in one call.

    trail = await Lineage(storage).of("PO-00000012")
    trail.came_in, trail.acts, trail.waiting, trail.dead, trail.correlated

A document goes by any name it ever had here: the key or id of its event, a file's name, an order's,
invoice's or claim's number, a target's own number, the name or control number of a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from integration_under_test.boundary import Storage, Transaction
from integration_under_test.reference.observability.audit import read_blocks, read_unsealed
from integration_under_test.reference.observability.chain import Entry
from integration_under_test.reference.store.store import DEAD_LETTERS, OUTBOX

ARRIVALS = frozenset({"accepted", "refused"})
BETWEEN_NAMES = re.compile(r"[|>]")


class Trail(NamedTuple):
    """The audit's entries on one document, each list in order of time.

    `came_in`: the events and documents that asked for its commands, backwards; `acts`: what was
    done with these commands, forwards; `waiting` and `dead`: rows of those that did not end yet;
    `correlated`: what came in under the same correlation ids besides, such as events of effects.
    """

    name: str
    came_in: tuple[Entry, ...]
    acts: tuple[Entry, ...]
    waiting: tuple[str, ...]
    dead: tuple[str, ...]
    correlated: tuple[Entry, ...]

    @property
    def correlations(self) -> tuple[str, ...]:
        """The correlation ids that it goes by from end to end."""
        ids = (str(entry.get("correlation", "")) for entry in self.came_in)
        return tuple(dict.fromkeys(id_ for id_ in ids if id_))


class Lineage:
    """Asks the integration's own storage."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def of(self, name: str) -> Trail:
        """Everything on a document; an empty trail for a name that never came by."""
        async with self._storage.transaction() as tx:
            entries = [entry for block in read_blocks(tx) for entry in block.entries]
            entries += read_unsealed(tx)
            open_rows = {table: _keys(tx, table) for table in (OUTBOX, DEAD_LETTERS)}
        return trail_of(name, entries, open_rows)


def trail_of(name: str, entries: Sequence[Entry], open_rows: Mapping[str, Iterable[str]]) -> Trail:
    """As `Lineage.of`, from what was read; `open_rows` by table."""
    rows = _rows_of(name, entries)
    came_in = [e for e in entries if e["act"] in ARRIVALS and _concerns(e, rows)]
    correlations = {entry.get("correlation") for entry in came_in} - {None}
    known = {entry["subject"] for entry in came_in}
    waiting, dead = ((r for r in open_rows[t] if r in rows) for t in (OUTBOX, DEAD_LETTERS))
    return Trail(
        name,
        tuple(came_in),
        tuple(e for e in entries if e["act"] not in ARRIVALS and _concerns(e, rows)),
        tuple(sorted(waiting)),
        tuple(sorted(dead)),
        tuple(
            e
            for e in entries
            if e["act"] in ARRIVALS
            and e.get("correlation") in correlations
            and e["subject"] not in known
        ),
    )


def _rows_of(name: str, entries: Sequence[Entry]) -> set[str]:
    """The commands, and the keys of arrivals, that go by a name; then those that replaced them."""
    rows: set[str] = set()
    for entry in entries:
        subject, own = entry["subject"], entry.get("rows", ())
        if entry["act"] in ARRIVALS and _is_called(name, (subject, entry.get("correlation", ""))):
            rows |= {subject, *own}
        elif subject in rows or name in _told(entry):
            rows |= {subject, *own} if entry["act"] not in ARRIVALS else {subject}
        rows |= {row for row in (subject, *own) if _is_called(name, (row,))}
    return rows


def _concerns(entry: Entry, rows: set[str]) -> bool:
    return entry["subject"] in rows or not rows.isdisjoint(entry.get("rows", ()))


def _is_called(name: str, texts: Iterable[str]) -> bool:
    """Whether a key, row or correlation id is, or ends one of its parts with, a name."""
    parts = (part for text in texts for part in (text, *BETWEEN_NAMES.split(text)))
    return any(part == name or part.endswith((f"/{name}", f":{name}")) for part in parts)


def _told(entry: Entry) -> tuple[Any, ...]:
    """What else an act names: the letter and its number, the target's own id."""
    numbers = (str(number) for number in (entry.get("number"), *entry.get("gave", ())[1:]))
    return (entry.get("operation"), *numbers)


def _keys(tx: Transaction, table: str) -> list[str]:
    return [key for key, _ in tx.scan(table)]
