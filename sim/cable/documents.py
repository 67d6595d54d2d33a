"""Documents on their way: X12, HL7 v2 and files between trading partners and the integration.

Outbound, a partner's mailbox takes a document and says so; its business answer comes later, as a
document of its own. Inbound, a store-and-forward network tries again on a schedule until the
integration has accepted, as value-added networks do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from integration_under_test.boundary import Document, OutcomeUnknown, Rejected, Unavailable
from sim.cable.cable import Network, digest
from sim.cable.line import Line, Parcel, Receipt
from sim.history.schema import Row

Accept = Callable[[Document], Receipt]
"""A party's mailbox: decides at once whether it takes a document, and acts on it later."""

FORWARDING_S = (60.0, 300.0, 900.0, 3600.0, 3600.0, 7200.0, 14400.0)
"""Pauses of a store-and-forward network between its attempts; an assumption."""


class DocumentReceiver(Protocol):
    """The integration's door for documents. Never raises."""

    def receive_document(self, document: Document) -> Awaitable[Receipt]: ...


class CabledPartner:
    """The boundary's `Partner` over a line: sends documents into a party's mailbox."""

    def __init__(self, network: Network, partner: str, accept: Accept) -> None:
        self._line = Line(network, "integration", partner)
        self._accept = accept
        self._partner = partner

    async def send(self, document: Document) -> None:
        """Returns when the mailbox took it. Raises Rejected, Unavailable or OutcomeUnknown."""
        parcel = _parcel(document, partial(_at_once, self._accept))
        receipt = await self._line.send(parcel, 1)
        if receipt is None:
            raise OutcomeUnknown(f"{self._partner}: no answer for document {document.id}")
        if 400 <= receipt.status < 500:
            raise Rejected(receipt.status, "DOCUMENT_REFUSED", f"{self._partner}: {receipt.detail}")
        if not receipt.accepted:
            raise Unavailable(f"{self._partner}: {receipt.status} {receipt.detail}")


class DocumentPost:
    """A party's way to the integration; `post` returns at once and forwards until accepted."""

    def __init__(self, network: Network, partner: str, receiver: DocumentReceiver) -> None:
        self._line = Line(network, partner, "integration")
        self._receiver = receiver
        self.undelivered: list[Document] = []

    def post(self, document: Document, pauses_s: Sequence[float] = FORWARDING_S) -> None:
        """Takes a document; needs a running loop."""
        self._line.spawn(self._forward(document, pauses_s))

    def given_up(self) -> list[Document]:
        """Takes back what was never accepted."""
        waiting, self.undelivered = self.undelivered, []
        return waiting

    async def _forward(self, document: Document, pauses_s: Sequence[float]) -> None:
        parcel = _parcel(document, self._receiver.receive_document)
        for attempt, pause_s in enumerate((*pauses_s, None), start=1):
            receipt = await self._line.send(parcel, attempt)
            if receipt is not None and receipt.accepted:
                return
            if pause_s is not None:
                retry_after_s = receipt.retry_after_s if receipt else 0.0
                await asyncio.sleep(max(pause_s, retry_after_s))
        self.undelivered.append(document)


async def _at_once(accept: Accept, document: Document) -> Receipt:
    return accept(document)


def _parcel(document: Document, door: Callable[[Document], Awaitable[Receipt]]) -> Parcel:
    row = Row(
        t_us=0,
        op="invoke",
        f=document.content_type,
        event_source=f"/{document.sender}",
        event_id=document.id,
        payload_hash=digest(document.content),
    )
    hand_over, remade = partial(door, document), partial(_remade, document, door)
    content = document.content
    return Parcel(document.content_type, document.id, row, hand_over, content, remade)


def _remade(
    document: Document,
    door: Callable[[Document], Awaitable[Receipt]],
    content: bytes,
    name: str,
) -> Parcel:
    return _parcel(replace(document, content=content, id=name or document.id), door)
