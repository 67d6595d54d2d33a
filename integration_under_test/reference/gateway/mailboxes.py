"""The mailboxes of trading partners, each at the end of a lane of its own: one that is away is not
hammered, and keeps no other waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager

from integration_under_test.boundary import Document, Partner
from integration_under_test.reference.gateway.breaker import Tell
from integration_under_test.reference.gateway.lane import Lane
from integration_under_test.reference.settings import Settings


class Mailbox:
    """A partner's mailbox on its lane. A document is its own caller, however often it is sent."""

    def __init__(self, partner: Partner, lane: Lane) -> None:
        self._partner = partner
        self.lane = lane

    async def send(self, document: Document) -> None:
        """As `Partner.send`. Raises CircuitOpen without sending while the mailbox is away."""
        async with self.lane.turn(document.id):
            await self._partner.send(document)


class Mailboxes(Mapping[str, Partner]):
    """All of them by their partner; `tell` hears of each change of a circuit breaker."""

    def __init__(self, partners: Mapping[str, Partner], settings: Settings, tell: Tell) -> None:
        self._mailboxes = {
            name: Mailbox(partner, Lane(name, settings, tell)) for name, partner in partners.items()
        }

    def __getitem__(self, name: str) -> Mailbox:
        return self._mailboxes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._mailboxes)

    def __len__(self) -> int:
        return len(self._mailboxes)

    def attempt(self, name: str, again: bool) -> AbstractAsyncContextManager[None]:
        """See `Lane.attempt`."""
        return self._mailboxes[name].lane.attempt(again)
