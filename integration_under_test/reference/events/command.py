"""A command: one effect that one document still owes to one system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from integration_under_test.boundary import Event
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.releases.table import FIRST, number_in_force


class Step(NamedTuple):
    """What a flow asks for: a kind of the gateway's table, the document, and its key.

    Steps of one sequence take effect one after the other; without a name of its own, a sequence
    holds the steps of one kind and key.
    """

    kind: str
    key: str
    document: Any
    sequence: str = ""


class Origin(NamedTuple):
    """Where steps come from: what makes an event or document distinct, when it came, and under
    which release it was taken in."""

    key: str
    time: str
    correlation_id: str
    release: int = FIRST

    @property
    def prefix(self) -> str:
        """How the rows of its commands begin."""
        return f"{self.time}|{self.key}|"


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
    sequence: str = ""
    posting_on: str = ""
    item_id: str = ""
    retried: bool = False
    """A clerk had it tried again before."""
    release: int = FIRST
    """The release of mappings, routes and policies that it keeps until it is done."""
    tried_under: int = 0
    """The release that it was planned under before, if that one was withdrawn."""

    @property
    def identity(self) -> str:
        """What has effect once, whatever brought it."""
        return f"{self.kind}/{self.key}"

    @property
    def order_key(self) -> str:
        """Commands of one order key are sent one after the other."""
        return self.sequence or self.identity

    def moved_to(self, day: str, item_id: str) -> Command:
        """The same command, posted on another day, with the work item that says so."""
        return replace(self, posting_on=day, item_id=item_id)


def commands_of(origin: Origin, steps: tuple[Step, ...], accepted_at: str) -> tuple[Command, ...]:
    """The commands of an event or document. Their rows depend on it only, so that a second
    delivery finds the rows of the first, and sort in the order of the steps, so that a restart
    goes on with a sequence where it was. They are made under the release in force."""
    release = number_in_force()
    distinct = {f"{step.kind}/{step.key}": step for step in steps}
    return tuple(
        Command(
            row=f"{origin.prefix}{place:05d}|{name}",
            kind=step.kind,
            key=step.key,
            document=step.document,
            correlation_id=origin.correlation_id,
            accepted_at=accepted_at,
            sequence=step.sequence,
            release=release,
        )
        for place, (name, step) in enumerate(distinct.items())
    )


def origin_of(event: Event) -> Origin:
    """An event as the origin of what it asks for."""
    correlation_id = str(event.extensions.get("correlation") or event.id)
    return Origin(event_key(event), event.time, correlation_id)


def event_key(event: Event) -> str:
    """What makes an event distinct: its source and its id together, never the id alone."""
    return f"{event.source}|{event.id}"


def to_row(command: Command) -> dict[str, Any]:
    """A command as JSON values."""
    return {
        "kind": command.kind,
        "key": command.key,
        "document": to_json(command.document),
        "correlation_id": command.correlation_id,
        "accepted_at": command.accepted_at,
        "sequence": command.sequence,
        "posting_on": command.posting_on,
        "item_id": command.item_id,
        "retried": command.retried,
        "release": command.release,
        "tried_under": command.tried_under,
    }


def from_row(row: str, stored: Mapping[str, Any]) -> Command:
    """The command that `to_row` wrote."""
    document = from_json(stored["document"])
    return Command(row, **(dict(stored) | {"document": document}))
