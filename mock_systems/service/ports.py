"""What a mock system needs from whoever hosts it: time, a recorder and a way out for events.

A system never reads a clock, draws an id or writes a log by itself, so the same code runs in
virtual time, behind a socket and in a unit test.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from pydantic_core import to_json

NOTHING: Mapping[str, Any] = {}


class Effect(NamedTuple):
    """One change committed in a book of record.

    `kind` is `system.noun`; `key` the business key in the terms of the origin document, so that
    an effect in one system can be compared with the intent in another. `count` is +1 when the
    effect takes place and -1 when it is reversed; amounts are in minor units (cents), always
    positive. `facts` is for the simulator's own obligations and is not stored.
    """

    kind: str
    key: str
    count: int = 1  # type: ignore[assignment]  # a field here, not the method of a tuple
    amount_minor: int = 0
    quantity: int = 0
    uom: str = ""
    facility: str = ""
    period: str = ""
    account: str = ""
    version: int = 0
    facts: Mapping[str, Any] = NOTHING


class BookEntry(NamedTuple):
    """One line read straight from a system's tables: a balance, a stock level, a control total."""

    kind: str
    key: str
    amount_minor: int = 0
    quantity: int = 0
    uom: str = ""
    facility: str = ""
    period: str = ""
    account: str = ""


class CloudEvent(NamedTuple):
    """A CloudEvents 1.0 event as it leaves a system; `payload` is the JSON of its data."""

    id: str
    source: str
    type: str
    time: str
    subject: str
    payload: bytes
    extensions: Mapping[str, Any] = NOTHING

    def structured(self) -> bytes:
        """The event in structured content mode, `application/cloudevents+json`."""
        envelope = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "time": self.time,
            "subject": self.subject,
            "datacontenttype": "application/json",
            **self.extensions,
        }
        return to_json(envelope)[:-1] + b',"data":' + self.payload + b"}"


class Clock(Protocol):
    """Business time."""

    def now(self) -> datetime:
        """The current instant, timezone-aware, in UTC."""
        ...


class Recorder(Protocol):
    """Takes note of every committed effect."""

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None: ...


class Publisher(Protocol):
    """Takes the events that a committed operation emitted."""

    def publish(self, event: CloudEvent) -> None: ...
