"""Dead letters: what only a person can decide on, one work item for each.

A dead command parks its order key, and only that: later commands of the same document must not
overtake it (fault F21), everything else goes on (fault F19).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from integration_under_test.boundary import Document, Event, WorkItem, WorkItems
from integration_under_test.reference import policies
from integration_under_test.reference.events.command import Command, event_key, from_row, to_row
from integration_under_test.reference.events.inbox import document_of, document_row
from integration_under_test.reference.events.retry import Park
from integration_under_test.reference.events.selection import Candidate, Selection
from integration_under_test.reference.exceptions import SentBack
from integration_under_test.reference.releases.table import number_in_force
from integration_under_test.reference.store.store import AlreadyKnown, Store

ITEM_PREFIX = "dead/"
REASON_LENGTH = 500
"""Characters of a reason that a person gets to read: it may quote what a system sent."""
STILL = "#still"
"""Ends the id of the item of what died again after a clerk's retry. It cannot be retried again,
or clerk and integration would hand it to and fro for ever."""


class Dead(NamedTuple):
    """A dead letter as it was stored: a command, or what could not be used as it came."""

    key: str
    command: Command | None = None
    event: Event | None = None
    document: Document | None = None


class DeadLetters:
    """Buries commands, events and documents, and gives them back when a clerk says so."""

    def __init__(self, store: Store, work_items: WorkItems) -> None:
        self._store = store
        self._work_items = work_items
        self._refused: set[str] = set()
        """Keys of events that wait for a person, or for their sender to mend them."""

    async def bury(self, command: Command, park: Park, flow: str) -> None:
        """Moves a command here, then opens its work item."""
        item = _item(command.row, park, flow, command.key, command.kind)
        if command.retried:
            item = _still(item, park.reason)
        await self._store.bury(command.row, {"command": to_row(command), "item": item})
        await self._open(item)

    async def refuse(self, event: Event, park: Park, flow: str) -> None:
        """Takes an event that cannot be read, instead of letting the sender try for ever."""
        letter = letter_of(event_key(event), event, park, flow)
        if await self._store.refuse(event_key(event), letter):
            self._refused.add(event_key(event))
            await self.open_item(letter)

    async def withdraw_mended(self, event: Event) -> None:
        """Closes the item of an event that came again in a form that can be used (fault F17)."""
        key = event_key(event)
        if key not in self._refused:
            return
        self._refused.discard(key)
        dead = await self.find(ITEM_PREFIX + key)
        if dead is not None:
            await self.withdraw(dead, [], "its sender delivered it again, and it could be read")

    async def refuse_document(
        self, key: str, document: Document, park: Park, flow: str, answers: Sequence[Command] = ()
    ) -> bool:
        """Takes a document that cannot be used, together with what its sender is told; False if
        it was taken before. `key` is its own, even if its number is not."""
        rows = {command.row: to_row(command) for command in answers}
        letter = letter_of(key, document, park, flow)
        taken = await self._store.refuse(key, letter, rows)
        if taken:
            await self.open_item(letter)
        return taken

    async def keep(self, dead: Dead, reason: str) -> None:
        """Keeps an event or document that a clerk's retry did not help."""
        stored = await self._store.dead_letter(dead.key)
        item = _still(stored["item"], reason)
        await self._store.rewrite(dead.key, {**stored, "item": item})
        await self._open(item)

    async def reopen(self) -> list[Command]:
        """After a restart: opens all items again (the queue knows the ones it has), and returns
        the dead commands, whose order keys are parked."""
        _, letters = await self._store.load()
        dead = []
        for key, stored in letters:
            await self._open(stored["item"])
            letter = _dead(key, stored)
            dead.append(letter.command)
            if letter.event is not None:
                self._refused.add(key)
        return [command for command in dead if command is not None]

    async def commands(self) -> list[Command]:
        """The dead commands; events and documents that nobody could read have none."""
        _, letters = await self._store.load()
        return [from_row(key, kept["command"]) for key, kept in letters if "command" in kept]

    async def find(self, item_id: str) -> Dead | None:
        """The dead letter of a work item; None if it is not one, or is resolved already."""
        if not item_id.startswith(ITEM_PREFIX):
            return None
        key = item_id.removeprefix(ITEM_PREFIX).removesuffix(STILL)
        stored = await self._store.dead_letter(key)
        return None if stored is None else _dead(key, stored)

    async def selected(self, selection: Selection) -> list[Dead]:
        """The dead letters that an operator means, in the order of their keys."""
        _, letters = await self._store.load()
        dead = [(stored["item"], _dead(key, stored)) for key, stored in letters]
        return [each for item, each in dead if selection.fits(_candidate(item, each))]

    async def alike(self, dead: Dead) -> Selection:
        """All that died for the same reason in the same flow."""
        stored = await self._store.dead_letter(dead.key)
        return Selection(flow=stored["item"]["flow"], type=stored["item"]["type"])

    async def release(self, dead: Dead, commands: list[Command]) -> bool:
        """Replaces a dead letter by the commands to try again; by none to dismiss it. False if
        somebody else did before."""
        rows = {command.row: to_row(command) for command in commands}
        return await self._store.revive(dead.key, rows)

    async def withdraw(
        self, dead: Dead, commands: list[Command], reason: str = "sent again by an operator"
    ) -> bool:
        """As `release`, when it was not a clerk who decided: the work item is closed."""
        stored = await self._store.dead_letter(dead.key)
        if stored is None or not await self.release(dead, commands):
            return False
        await self._work_items.close(stored["item"]["id"], reason)
        return True

    async def open_item(self, letter: Mapping[str, Any]) -> None:
        """Opens the work item of a dead letter that is stored."""
        await self._open(letter["item"])

    async def planned_anew(self, item: Mapping[str, Any]) -> None:
        """Closes the work item of one that was taken back when its release was withdrawn."""
        await self._work_items.close(item["id"], "planned anew: its release was withdrawn")

    async def _open(self, item: Mapping[str, Any]) -> None:
        fields: dict[str, Any] = dict(item)
        for name in fields.keys() & {"keys", "actions"}:
            fields[name] = tuple(fields[name])
        await self._work_items.open(WorkItem(**fields))


def type_of(error: Exception) -> str:
    """What the work item of a document that cannot be used is called."""
    if isinstance(error, AlreadyKnown):
        return policies.CONFLICTING
    return policies.REFUSED if isinstance(error, SentBack) else policies.UNREADABLE


def letter_of(key: str, arrived: Event | Document, park: Park, flow: str) -> dict[str, Any]:
    """What is kept of an event or document that nobody can use, under the release in force."""
    letter: dict[str, Any] = {"release": number_in_force()}
    if isinstance(arrived, Event):
        return {"event": asdict(arrived), "item": _item(key, park, flow, arrived.subject), **letter}
    item = _item(key, park, flow, arrived.id)
    return {"document": document_row(arrived), "item": item, **letter}


def _item(key: str, park: Park, flow: str, business_key: str, kind: str = "") -> dict[str, Any]:
    return {
        "id": ITEM_PREFIX + key,
        "type": park.type,
        "owner": policies.owner_of(park.type, flow, kind),
        "flow": flow,
        "keys": [business_key],
        "reason": park.reason[:REASON_LENGTH],
    }


def _still(item: Mapping[str, Any], reason: str) -> dict[str, Any]:
    return {
        **item,
        "id": item["id"] + STILL,
        "reason": reason[:REASON_LENGTH],
        "actions": ["dismiss"],
    }


def _candidate(item: Mapping[str, Any], dead: Dead) -> Candidate:
    time = dead.command.accepted_at if dead.command else dead.event.time if dead.event else ""
    return Candidate((dead.key, *item["keys"]), item["flow"], item["type"], time)


def _dead(key: str, stored: Mapping[str, Any]) -> Dead:
    if "command" in stored:
        return Dead(key, command=from_row(key, stored["command"]))
    if "event" in stored:
        return Dead(key, event=Event(**stored["event"]))
    return Dead(key, document=document_of(stored["document"]))
