"""What an integration under test receives from its host, and what it must offer.

This file is a leaf: it imports nothing of the testbed, so an integration that knows only this
page can run in virtual time today and over HTTP tomorrow. The smallest complete example:

    class UsageToCharge:
        subscriptions = (Subscription("inventory", ("inventory.usage.recorded",)),)

        async def start(self, ports: Ports) -> None:
            self.billing = ports.systems["billing"]

        async def on_event(self, event: Event) -> None:
            await self.billing.call("create_charge", {...}, idempotency_key=event.id)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

__all__ = [
    "Alert",
    "Alerts",
    "Answer",
    "Busy",
    "CallError",
    "Clock",
    "Conflict",
    "Document",
    "Event",
    "Integration",
    "OutcomeUnknown",
    "Partner",
    "Ports",
    "Rejected",
    "Request",
    "Resolution",
    "Storage",
    "StorageUnavailable",
    "Subscription",
    "SystemClient",
    "Throttled",
    "Token",
    "Transaction",
    "Unavailable",
    "WorkItem",
    "WorkItems",
]

JsonObject = Mapping[str, Any]


# --------------------------------------------------------------------------- errors


class CallError(Exception):
    """A call did not succeed. `definite` says whether it certainly had no effect."""

    definite = True


class Rejected(CallError):
    """The system answered and refused (4xx); nothing was changed there."""

    def __init__(self, status: int, code: str, message: str, body: Any = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.body = body


class Throttled(Rejected):
    """The system answered 429; `retry_after_s` is None when it did not say for how long."""

    def __init__(self, retry_after_s: float | None, body: Any = None) -> None:
        super().__init__(429, "throttled", f"retry after {retry_after_s} s", body)
        self.retry_after_s = retry_after_s


class Unavailable(CallError):
    """The connection was refused: the request never reached the system."""


class OutcomeUnknown(CallError):
    """Time-out, reset or 5xx: the system may or may not have committed."""

    definite = False


class Busy(Exception):
    """Raised by `on_event` or `on_document` to push back; the sender tries again later."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(f"busy, retry after {retry_after_s} s")
        self.retry_after_s = retry_after_s


class Conflict(Exception):
    """The transaction lost against a concurrent one and changed nothing; run it again."""


class StorageUnavailable(Exception):
    """The storage is full or away; unless `definite`, what was being committed may be there."""

    def __init__(self, reason: str, definite: bool = True) -> None:
        super().__init__(reason)
        self.definite = definite


# --------------------------------------------------------------------------- what comes in


@dataclass(frozen=True, slots=True)
class Subscription:
    """Events of one system that the integration wants; a type may end in `*`."""

    system: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A CloudEvents 1.0 event. `source` and `id` together are unique per distinct event."""

    id: str
    source: str
    type: str
    time: str
    subject: str
    data: JsonObject
    extensions: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A file or message that is no event: X12, HL7 v2, a flat file. `sender` is a partner id."""

    id: str
    sender: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Token:
    """Who calls; the host has checked the signature. `facilities` are the GLNs whose documents the
    caller may see, `*` means all."""

    subject: str
    scopes: tuple[str, ...]
    facilities: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """A call to the integration's API layer, if it has one: `operation` is a service, `find_price`,
    or a version of it, `find_price@1`. A write that comes again under its `id` does nothing."""

    operation: str
    body: JsonObject
    caller: str
    correlation_id: str = ""
    id: str = ""
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What `on_request` returns: an HTTP status and a JSON body, with a wait for 429 or 503."""

    status: int
    body: JsonObject
    retry_after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """A clerk worked a work item: `action` is one that the item offered, such as `retry`."""

    item_id: str
    action: str
    note: str = ""


# --------------------------------------------------------------------------- what is given


class Clock(Protocol):
    """Business time. Pauses between retries and the like are the wall's: `asyncio.sleep`."""

    def now(self) -> datetime:
        """The current instant, timezone-aware, in UTC."""

    async def sleep_until(self, instant: datetime) -> None:
        """Returns when `now` has come to an instant, at once if it has passed."""


class SystemClient(Protocol):
    """One system's API as the integration sees it, over the network."""

    async def call(
        self,
        operation: str,
        body: JsonObject,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        """Returns the JSON answer of a 2xx. Raises Rejected, Throttled, Unavailable or
        OutcomeUnknown; `timeout_s` defaults to 30."""
        ...


class Partner(Protocol):
    """A trading partner that takes documents."""

    async def send(self, document: Document) -> None:
        """Returns when the partner's mailbox took it. Raises Rejected for a document that it will
        never take, Unavailable or OutcomeUnknown."""
        ...


class Transaction(Protocol):
    """Reads see one snapshot plus this transaction's own writes; writes land at commit."""

    def get(self, table: str, key: str) -> Any:
        """The stored JSON value, or None."""

    def put(self, table: str, key: str, value: Any) -> None: ...

    def delete(self, table: str, key: str) -> None: ...

    def scan(self, table: str) -> Sequence[tuple[str, Any]]:
        """All rows of a table in key order."""


class Storage(Protocol):
    """Durable storage that survives a crash of the integration.

    `async with storage.transaction() as tx:` commits on leaving, rolls back on an exception and
    raises Conflict when a row that it wrote was committed by another since its snapshot, or
    StorageUnavailable. Values are JSON; a table appears with its first row.
    """

    def transaction(self) -> AbstractAsyncContextManager[Transaction]: ...


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An exception that a person must see. `type` says the cause, `owner` the responsible desk.

    `keys` are the business keys that wait for it; `actions` what a clerk may answer.
    """

    id: str
    type: str
    owner: str
    flow: str
    keys: tuple[str, ...]
    reason: str
    actions: tuple[str, ...] = ("retry", "dismiss")


class WorkItems(Protocol):
    """The exception queue of the hospital's clerks: recorded, worked in office hours."""

    async def open(self, item: WorkItem) -> None:
        """Opening an item that is open adds keys to it; without new ones it is no news."""

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        """An item is done: it solved itself, or what a clerk decided was carried out. With `keys`
        only those of it are done, and the item with its last."""

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        """Hands an open item to somebody higher; one that is not open is left alone."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something technical that those who run the integration must see, and no clerk.

    `id` stays the same while the trouble lasts. `system`, `flow` and `keys` name what is affected,
    as far as that is known.
    """

    id: str
    kind: str
    severity: str
    reason: str
    system: str = ""
    flow: str = ""
    keys: tuple[str, ...] = ()


class Alerts(Protocol):
    """The integration's alarm board: recorded, and worked by nobody in the world."""

    async def raise_(self, alert: Alert) -> None:
        """Raising an alert that stands already is no news."""

    async def clear(self, alert_id: str, reason: str) -> None:
        """The trouble is over; an alert that does not stand is left alone."""

    def standing(self) -> Sequence[Alert]:
        """What was raised and not cleared, by an earlier incarnation too."""


@dataclass(frozen=True)
class Ports:
    """Everything an integration may touch."""

    systems: Mapping[str, SystemClient]
    partners: Mapping[str, Partner]
    storage: Storage
    clock: Clock
    work_items: WorkItems
    settings: JsonObject
    alerts: Alerts | None = None
    """None where the host has no alarm board."""


# --------------------------------------------------------------------------- what is offered


@runtime_checkable
class Integration(Protocol):
    """What the host requires. Optional besides: `defaults` (a mapping of settings),
    `on_document(document)`, `on_request(request) -> Answer`, `on_resolution(resolution)`,
    `backlog` (what it has left to do that waits for no person) and `stop()`.

    Returning from `on_event` or `on_document` acknowledges; raising refuses, and the sender tries
    again on its schedule; `Busy` pushes back. Constructed without arguments, once per incarnation.
    """

    @property
    def subscriptions(self) -> Sequence[Subscription]:
        """What it wants to hear of; a plain class attribute will do."""
        ...

    async def start(self, ports: Ports) -> None:
        """Called before the first delivery, and again on the same storage after a crash."""
        ...

    async def on_event(self, event: Event) -> None: ...
