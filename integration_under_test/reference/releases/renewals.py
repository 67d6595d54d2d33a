"""The transactions of a re-planning: each document of a withdrawn release is renewed as a whole.

Whatever is still in the outbox or among the dead letters is replaced, left out, or given back to
be sent; what is in neither took effect, and is never touched. A document's rows and what says that
it was renewed land together, so that a second pass finds nothing left to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from integration_under_test.boundary import Storage, Transaction
from integration_under_test.reference.events.command import Command, from_row, to_row
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.store.acts import Note
from integration_under_test.reference.store.committed import committed
from integration_under_test.reference.store.store import DEAD_LETTERS, OUTBOX, received_table

STAYING = "effects_of_withdrawn"
"""Release and identity of a command -> its flow: what took effect before the release went."""

Row = Mapping[str, Any]


class Present(NamedTuple):
    """The release that came back, and the instant (UTC, ISO 8601)."""

    release: int
    now: str


class Anew(NamedTuple):
    """A document that was kept under `day` and `key`, as it is planned now. `rows` are those of its
    commands that were in flight, `commands` what it asks for, by identity; `letter` stands for it
    among the dead letters if it cannot be used any more. `tells` says whether what took effect may
    be wrong, and is to be listed."""

    day: str
    key: str
    rows: Sequence[str]
    commands: Mapping[str, Command]
    tells: bool
    letter: Row | None = None


class Revived(NamedTuple):
    """A dead letter that was taken back: its row, its work item, the order key that it parked, and
    what is sent in its place, None for nothing."""

    row: str
    item: Row
    order_key: str
    command: Command | None


@dataclass
class Outcome:
    """What became of rows: dead letters that were taken back, commands that nobody had asked for
    before, and how many rows there were."""

    revived: list[Revived] = field(default_factory=list)
    added: list[Command] = field(default_factory=list)
    count: int = 0


class Renewals:
    """Each method is one transaction, run again when it lost against another."""

    def __init__(self, storage: Storage, note: Note) -> None:
        self._storage = storage
        self._note = note

    async def in_flight(self, release: int) -> dict[str, Row]:
        """Row -> the command, event or document that waits or lies with a clerk under a release."""

        def work(tx: Transaction) -> dict[str, Row]:
            rows = dict(tx.scan(OUTBOX))
            rows |= {key: letter.get("command", letter) for key, letter in tx.scan(DEAD_LETTERS)}
            return {row: rows[row] for row in sorted(rows) if rows[row].get("release") == release}

        return await committed(self._storage, work)

    async def waiting(self, row: str) -> Command | None:
        """A command as it stands in the outbox; None if it is not there any more."""
        stored = await committed(self._storage, lambda tx: tx.get(OUTBOX, row))
        return None if stored is None else from_row(row, stored)

    async def renew(self, anew: Anew, present: Present) -> Outcome:
        """Puts a document's new plan in the place of the old one."""

        def work(tx: Transaction) -> Outcome:
            outcome, found = Outcome(), set[str]()
            for row in anew.rows:
                stored = _stored(tx, row)
                if stored is not None:
                    found.add(_identity(stored))
                    _replace(tx, row, _next(row, stored, anew), present, outcome)
            self._close(tx, anew, present, found, outcome)
            return outcome

        return await committed(self._storage, work)

    async def relabel(self, row: str, present: Present) -> Outcome:
        """Has a command go on as it is for which no document was kept."""

        def work(tx: Transaction) -> Outcome:
            outcome, stored = Outcome(), _stored(tx, row)
            if stored is not None:
                _replace(tx, row, from_row(row, stored), present, outcome)
                self._note(tx, "replanned", row, release=present.release)
            return outcome

        return await committed(self._storage, work)

    async def reread(self, key: str, commands: Sequence[Command], present: Present) -> Outcome:
        """Puts commands in the place of an event or document that could not be read under the
        withdrawn release; without commands it stays dead."""

        def work(tx: Transaction) -> Outcome:
            outcome, letter = Outcome(), tx.get(DEAD_LETTERS, key)
            if letter is None:
                return outcome
            outcome.count = 1
            if commands:
                tx.delete(DEAD_LETTERS, key)
                outcome.revived.append(Revived(key, letter["item"], "", None))
            else:
                tx.put(DEAD_LETTERS, key, {**letter, "release": present.release})
            _add(tx, commands, outcome)
            rows = [command.row for command in commands]
            self._note(tx, "replanned", key, release=present.release, rows=rows)
            return outcome

        return await committed(self._storage, work)

    async def staying(self, release: int) -> Mapping[str, str]:
        """Identity -> flow of all that took effect under a release before it was withdrawn."""
        prefix = f"{release:06d}|"
        rows = await committed(self._storage, lambda tx: tx.scan(STAYING))
        return {row.removeprefix(prefix): flow for row, flow in rows if row.startswith(prefix)}

    def _close(
        self, tx: Transaction, anew: Anew, present: Present, found: set[str], outcome: Outcome
    ) -> None:
        """What nobody had asked for is added, what took effect is listed; the document is marked
        as planned under the release that came back."""
        kept = tx.get(received_table(anew.day), anew.key)
        *origin, withdrawn = kept["origin"]
        asked_for = kept["asked_for"]
        _add(tx, [c for name, c in anew.commands.items() if name not in asked_for], outcome)
        if anew.letter is not None and found:
            tx.put(DEAD_LETTERS, anew.key, anew.letter)
        for name in asked_for if anew.tells else ():
            if name not in found:
                flow = COMMANDS[name.partition("/")[0]].flow
                tx.put(STAYING, f"{withdrawn:06d}|{name}", flow)
        marked = {
            "origin": [*origin, present.release],
            "asked_for": list(dict.fromkeys([*asked_for, *anew.commands])),
        }
        tx.put(received_table(anew.day), anew.key, {**kept, **marked})
        rows = [*anew.rows, *(command.row for command in outcome.added)]
        self._note(tx, "replanned", anew.key, release=present.release, rows=rows)


def _stored(tx: Transaction, row: str) -> Row | None:
    """A command in flight, wherever it lies; None if it took effect meanwhile."""
    waiting: Row | None = tx.get(OUTBOX, row)
    if waiting is not None:
        return waiting
    return (tx.get(DEAD_LETTERS, row) or {}).get("command")


def _next(row: str, stored: Row, anew: Anew) -> Command | None:
    """What is sent in the place of a command, None if nothing is owed any more."""
    name, old = _identity(stored), from_row(row, stored)
    if name in anew.commands:
        asked = anew.commands[name]
        return replace(old, document=asked.document, sequence=asked.sequence)
    # What stands for a command that a system refused is as true as it was.
    stands_for_another = row.endswith(f">{name}") and anew.letter is None
    return old if stands_for_another else None


def _replace(
    tx: Transaction, row: str, command: Command | None, present: Present, outcome: Outcome
) -> None:
    """Whoever sends a dead one has its whole patience again."""
    outcome.count += 1
    if command is not None:
        command = replace(command, release=present.release, tried_under=command.release)
    letter = tx.get(DEAD_LETTERS, row)
    if letter is not None:
        tx.delete(DEAD_LETTERS, row)
        command = command and replace(command, accepted_at=present.now)
        order_key = from_row(row, letter["command"]).order_key
        outcome.revived.append(Revived(row, letter["item"], order_key, command))
    if command is None:
        tx.delete(OUTBOX, row)
    else:
        tx.put(OUTBOX, row, to_row(command))


def _add(tx: Transaction, commands: Sequence[Command], outcome: Outcome) -> None:
    for command in commands:
        tx.put(OUTBOX, command.row, to_row(command))
        outcome.added.append(command)


def _identity(stored: Row) -> str:
    return f"{stored['kind']}/{stored['key']}"
