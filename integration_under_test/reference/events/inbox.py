"""The inbox: each event and document is taken once, together with everything that it owes.

Its key and the outbox rows land in one transaction, and only then is it acknowledged: whatever
crashes, either the sender still has it or we do (faults F22, F23).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

from integration_under_test.boundary import Clock, Document, Event
from integration_under_test.reference.events.command import (
    Command,
    Origin,
    Step,
    commands_of,
    origin_of,
    to_row,
)
from integration_under_test.reference.releases.table import number_in_force
from integration_under_test.reference.store.store import Arrival, Store


class Kept(NamedTuple):
    """An event or document as it is kept after it was accepted; `asked_for` are the identities of
    the commands of its first reading."""

    origin: Origin
    arrived: Event | Document
    asked_for: frozenset[str]


class Inbox:
    """Takes events and documents; a second delivery changes nothing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def accept(self, event: Event, steps: tuple[Step, ...]) -> list[Command]:
        """The commands to work on because of this event: none if it was here before."""
        origin = origin_of(event)
        return await self._accept(origin, steps, Arrival(origin.key, kept={"event": _row(event)}))

    async def accept_document(
        self, document: Document, key: str, steps: tuple[Step, ...], damaged: bool = False
    ) -> list[Command]:
        """As `accept`, for a document. Raises AlreadyKnown if it came with another content; one
        that is damaged may come again under its key, but a copy of it by any name is no news."""
        digest = blake2b(document.content, digest_size=16).hexdigest()
        delivery = f"{key}|{'' if damaged else document.id}|{digest}"
        kept = {} if damaged else {"document": document_row(document)}
        arrival = Arrival(key, digest, delivery, damaged, kept=kept)
        return await self._accept(Origin(key, self._clock.now().isoformat(), key), steps, arrival)

    async def received_on(self, day: date) -> list[Kept]:
        """What was accepted on a day in UTC and is still kept."""
        return [_kept(row) for _, row in await self._store.received(day.isoformat())]

    async def put_back(self, commands: Sequence[Command]) -> Sequence[str]:
        """Has commands wait once more; the rows of those that did not wait already."""
        return await self._store.put_back({each.row: to_row(each) for each in commands})

    async def _accept(
        self, origin: Origin, steps: tuple[Step, ...], arrival: Arrival
    ) -> list[Command]:
        accepted_at = self._clock.now().isoformat()
        origin = origin._replace(release=number_in_force())
        commands = {c.row: c for c in commands_of(origin, steps, accepted_at)}
        rows = {row: to_row(command) for row, command in commands.items()}
        waiting = await self._store.accept(_dated(arrival, origin, accepted_at, steps), rows)
        return [commands[row] for row in waiting]


def document_row(document: Document) -> dict[str, Any]:
    """A document as JSON values."""
    return {**asdict(document), "content": b64encode(document.content).decode("ascii")}


def document_of(row: Mapping[str, Any]) -> Document:
    """The document that `document_row` wrote."""
    return Document(**{**row, "content": b64decode(row["content"])})


def _row(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in Event.__slots__}


def _dated(arrival: Arrival, origin: Origin, at: str, steps: tuple[Step, ...]) -> Arrival:
    """An arrival with the day of its acceptance and all that a replay wants to know."""
    if not arrival.kept:
        return arrival
    asked_for = [f"{step.kind}/{step.key}" for step in steps]
    kept = {"origin": origin, "asked_for": asked_for, "delivery": arrival.delivery, **arrival.kept}
    return arrival._replace(day=at[:10], kept=kept)


def _kept(row: Mapping[str, Any]) -> Kept:
    arrived = Event(**row["event"]) if "event" in row else document_of(row["document"])
    return Kept(Origin(*row["origin"]), arrived, frozenset(row["asked_for"]))
