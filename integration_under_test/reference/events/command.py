"""A command: one effect that one document still owes to one system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from integration_under_test.boundary import Event
from integration_under_test.reference.mediation import canonical


class Step(NamedTuple):
    """What a flow asks for: a kind of the gateway's table, the document, and its key."""

    kind: str
    key: str
    document: Any


@dataclass(frozen=True, slots=True)
class Command:
    """A step with its place in the outbox.

    `row` sorts by the time of the event. It carries the canonical document, not a request body,
    so that a corrected mapping reaches commands that already wait.
    """

    row: str
    kind: str
    key: str
    document: Any
    correlation_id: str
    accepted_at: str
    posting_on: str = ""
    item_id: str = ""

    @property
    def order_key(self) -> str:
        """Commands of one order key are sent one after the other."""
        return f"{self.kind}/{self.key}"

    def moved_to(self, day: str, item_id: str) -> Command:
        """The same command, posted on another day, with the work item that says so."""
        return replace(self, posting_on=day, item_id=item_id)


def commands_of(event: Event, steps: tuple[Step, ...], accepted_at: str) -> tuple[Command, ...]:
    """The commands of an event. Their rows depend on the event only, so that a second delivery
    finds the rows of the first."""
    correlation_id = str(event.extensions.get("correlation") or event.id)
    prefix = f"{event.time}|{event_key(event)}"
    return tuple(
        Command(f"{prefix}|{kind}/{key}", kind, key, document, correlation_id, accepted_at)
        for kind, key, document in steps
    )


def event_key(event: Event) -> str:
    """What makes an event distinct: its source and its id together, never the id alone."""
    return f"{event.source}|{event.id}"


def to_row(command: Command) -> dict[str, Any]:
    """A command as JSON values."""
    return {
        "kind": command.kind,
        "key": command.key,
        "document": canonical.to_json(command.document),
        "correlation_id": command.correlation_id,
        "accepted_at": command.accepted_at,
        "posting_on": command.posting_on,
        "item_id": command.item_id,
    }


def from_row(row: str, stored: Mapping[str, Any]) -> Command:
    """The command that `to_row` wrote."""
    document = canonical.from_json(stored["document"])
    return Command(row, **(dict(stored) | {"document": document}))
