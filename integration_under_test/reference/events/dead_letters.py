"""Dead letters: what only a person can decide on, one work item for each, or for all of one cause.

A dead command parks its order key, and only that: later commands of the same document must not
overtake it (fault F21), everything else goes on (fault F19). A decision on an item is one on all
its letters, but each letter comes to its end, and is recorded, by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from integration_under_test.boundary import Document, Event, StorageUnavailable, WorkItems
from integration_under_test.reference import policies
from integration_under_test.reference.events.command import Command, event_key, from_row, to_row
from integration_under_test.reference.events.inbox import document_of, document_row
from integration_under_test.reference.events.problems import (
    CAUSE,
    Problems,
    as_work_item,
    cause_of,
)
from integration_under_test.reference.events.retry import Park
from integration_under_test.reference.events.selection import Candidate, Selection
from integration_under_test.reference.exceptions import SentBack
from integration_under_test.reference.releases.table import number_in_force
from integration_under_test.reference.store.store import NO_ROWS, AlreadyKnown, Store

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
        self._problems = Problems()
        self._refused: set[str] = set()
        """Keys of events and documents that wait for a person, or for their sender to mend them."""

    async def bury(self, command: Command, park: Park, flow: str) -> None:
        """Moves a command here, then opens its work item."""
        item = _item(command.row, park, flow, command.key, command.kind)
        if command.retried:
            item = _still(item, park.reason)
        item = self._shared(item, command.kind)
        await self._store.bury(command.row, {"command": to_row(command), "item": item})
        await self._open(command.row, item)

    async def refuse(self, event: Event, park: Park, flow: str) -> None:
        """Takes an event that cannot be read, instead of letting the sender try for ever."""
        key = event_key(event)
        letter = self.letter_of(key, event, park, flow)
        if await self._refuse(key, letter):
            await self.open_item(key, letter)

    async def withdraw_mended(self, *keys: str) -> None:
        """Takes back what came again in a form that can be used (faults F17, F30); `keys` are
        those that it may have gone by."""
        for key in [each for each in keys if each in self._refused]:
            self._refused.discard(key)
            await self.release(Dead(key), [], "its sender delivered it again, and it could be read")

    async def refuse_document(
        self, key: str, document: Document, park: Park, flow: str, answers: Sequence[Command] = ()
    ) -> bool:
        """Takes a document that cannot be used, together with what its sender is told; False if
        it was taken before. `key` is its own, even if its number is not."""
        rows = {command.row: to_row(command) for command in answers}
        letter = self.letter_of(key, document, park, flow)
        taken = await self._refuse(key, letter, rows)
        if taken:
            await self.open_item(key, letter)
        return taken

    async def keep(self, dead: Dead, reason: str) -> None:
        """Keeps an event or document that a clerk's retry did not help."""
        stored = await self._store.dead_letter(dead.key)
        if stored is None:
            return
        own = {**stored["item"], "id": ITEM_PREFIX + dead.key}
        item = self._shared(_still(own, reason))
        await self._store.rewrite(dead.key, {**stored, "item": item})
        await self._open(dead.key, item)
        await self._close(dead.key, stored["item"], "read again in vain")

    async def reopen(self) -> list[Command]:
        """After a restart: opens all items again (the queue knows the ones it has), and returns
        the dead commands, whose order keys are parked."""
        _, letters = await self._store.load()
        dead = []
        for key, stored in letters:
            await self._open(key, stored["item"])
            letter = _dead(key, stored)
            dead.append(letter.command)
            if letter.command is None:
                self._refused.add(key)
        return [command for command in dead if command is not None]

    async def commands(self) -> list[Command]:
        """The dead commands; events and documents that nobody could read have none."""
        _, letters = await self._store.load()
        return [from_row(key, kept["command"]) for key, kept in letters if "command" in kept]

    async def find(self, item_id: str) -> list[Dead]:
        """The dead letters of a work item; none if it is another's, or is resolved already."""
        keys = self._problems.letters_of(item_id)
        stored = [(key, await self._store.dead_letter(key)) for key in keys]
        return [_dead(key, letter) for key, letter in stored if letter is not None]

    async def selected(self, selection: Selection) -> list[Dead]:
        """The dead letters that an operator means, in the order of their keys."""
        _, letters = await self._store.load()
        dead = [(stored["item"], _dead(key, stored)) for key, stored in letters]
        return [each for item, each in dead if selection.fits(_candidate(item, each))]

    async def alike(self, dead: Dead) -> Selection:
        """All that died for the same reason in the same flow."""
        stored = await self._store.dead_letter(dead.key)
        return Selection(flow=stored["item"]["flow"], type=stored["item"]["type"])

    async def release(self, dead: Dead, commands: list[Command], reason: str) -> bool:
        """Replaces a dead letter by the commands to try again, by none to dismiss it, and closes
        its part of the work item. False if somebody else did before."""
        stored = await self._store.dead_letter(dead.key)
        rows = {command.row: to_row(command) for command in commands}
        if stored is None or not await self._store.revive(dead.key, rows):
            return False
        await self._close(dead.key, stored["item"], reason)
        return True

    async def settle(self, item_id: str) -> None:
        """After a decision: closes an item of which nothing is left, as a crash may leave one whose
        letters were released."""
        if item_id.startswith(ITEM_PREFIX) and not self._problems.letters_of(item_id):
            await self._work_items.close(item_id, "nothing of it is left to decide on")

    async def open_item(self, key: str, letter: Mapping[str, Any]) -> None:
        """Opens the work item of a dead letter that is stored, or has it join an open one."""
        await self._open(key, letter["item"])

    async def planned_anew(self, key: str, item: Mapping[str, Any]) -> None:
        """Closes what was open of one that was taken back when its release was withdrawn."""
        await self._close(key, item, "planned anew: its release was withdrawn")

    def letter_of(
        self, key: str, arrived: Event | Document, park: Park, flow: str
    ) -> dict[str, Any]:
        """What is kept of an event or document that nobody can use, under the release in force."""
        letter: dict[str, Any] = {"release": number_in_force()}
        if isinstance(arrived, Event):
            item = _item(key, park, flow, arrived.subject)
            letter["event"] = asdict(arrived)
            return {**letter, "item": self._shared(item, arrived.source, arrived.type)}
        item = _item(key, park, flow, arrived.id)
        letter["document"] = document_row(arrived)
        return {**letter, "item": self._shared(item, arrived.sender, arrived.content_type)}

    async def _refuse(
        self, key: str, letter: Mapping[str, Any], rows: Mapping[str, Any] = NO_ROWS
    ) -> bool:
        try:
            taken = await self._store.refuse(key, letter, rows)
        except StorageUnavailable:
            self._problems.forget(letter["item"])
            raise
        if taken:
            self._refused.add(key)
        else:
            self._problems.forget(letter["item"])
        return taken

    def _shared(self, item: dict[str, Any], *place: str) -> dict[str, Any]:
        """An item's row as one of a problem's, if its type is one of which many have one cause;
        `place` is where it came from, for a row that does not say so yet."""
        if item["type"] not in policies.SHARED:
            return item
        begun = item.get(CAUSE) or cause_of(item["reason"], item["type"], item["flow"], *place)
        cause = begun + STILL if item["id"].endswith(STILL) else begun
        return {**item, CAUSE: cause, "id": self._problems.item_of(cause, item["id"])}

    async def _open(self, key: str, item: Mapping[str, Any]) -> None:
        self._problems.join(key, item)
        await self._work_items.open(as_work_item(item))

    async def _close(self, key: str, item: Mapping[str, Any], reason: str) -> None:
        keys = self._problems.leave(key, item)
        if keys is None:
            await self._work_items.close(item["id"], reason)
        elif keys:
            await self._work_items.close(item["id"], reason, keys)


def type_of(error: Exception) -> str:
    """What the work item of a document that cannot be used is called."""
    if isinstance(error, AlreadyKnown):
        return policies.CONFLICTING
    return policies.REFUSED if isinstance(error, SentBack) else policies.UNREADABLE


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
