"""Deliveries to the integration: webhook events of a system on their way to its receiver."""

from __future__ import annotations

from collections.abc import Awaitable
from fnmatch import fnmatchcase
from functools import partial
from typing import Protocol

from mock_systems.service import CloudEvent
from mock_systems.service.webhooks import Attempt
from sim.cable.cable import Network
from sim.cable.line import Line, Parcel, Receipt
from sim.history.schema import Row


class Receiver(Protocol):
    """The integration's door for events. Never raises; may take time, may never return."""

    def receive(self, event: CloudEvent) -> Awaitable[Receipt]: ...


class Deliveries:
    """One system's line to one receiver; a `Subscriber` of its webhooks."""

    def __init__(
        self, network: Network, receiver: Receiver, hop: tuple[str, str], types: tuple[str, ...]
    ) -> None:
        self._line = Line(network, *hop)
        self._receiver = receiver
        self._types = types
        self._resubscribed = False

    def resubscribe(self, types: tuple[str, ...]) -> None:
        """Other types from now on; what is under way of others is dropped as at a closed door."""
        self._types = types
        self._resubscribed = True

    def wants(self, type_: str) -> bool:
        """Whether a subscription names this event type; a pattern may end in `*`."""
        return any(fnmatchcase(type_, pattern) for pattern in self._types)

    async def send(self, event: CloudEvent, attempt: int) -> Attempt:
        """One attempt. A time-out counts as not accepted."""
        if self._resubscribed and not self.wants(event.type):
            return Attempt(True)
        receipt = await self._line.send(self._parcel(event), attempt)
        if receipt is None:
            return Attempt(False)
        return Attempt(receipt.accepted, receipt.retry_after_s)

    def _parcel(self, event: CloudEvent) -> Parcel:
        row = Row(
            t_us=0,
            op="invoke",
            f=event.type,
            event_source=event.source,
            event_id=event.id,
            correlation_id=str(event.extensions.get("correlation", "")),
        )
        hand_over = partial(self._receiver.receive, event)
        remade = partial(self._remade, event)
        return Parcel(event.type, event.subject, row, hand_over, event.payload, remade)

    def _remade(self, event: CloudEvent, payload: bytes, name: str) -> Parcel:
        return self._parcel(event._replace(payload=payload, id=name or event.id))
