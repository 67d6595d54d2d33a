"""Gives the outside parties of a scenario their places: mailboxes, and a way to the integration."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple, Protocol

from integration_under_test.boundary import Document, Request
from mock_systems.service import Effect
from mock_systems.service.ports import Recorder
from sim.cable import CabledPartner, DocumentPost, Network, Receipt
from sim.cable.documents import DocumentReceiver
from sim.cable.requests import Heard, RequestLine, RequestReceiver
from sim.plugins import find
from sim.world.parties import PARTIES
from sim.world.parties.party import Party, Place
from sim.world.world import World

ACCEPTED = Receipt(202)


class Seated(NamedTuple):
    """The parties of a run, and the ports by which the integration reaches their mailboxes."""

    parties: tuple[Party, ...]
    partners: dict[str, CabledPartner]


class Doors(DocumentReceiver, RequestReceiver, Protocol):
    """The integration's doors for what parties send it."""


class PostOffice:
    """One store-and-forward line for each mailbox that ever sends, one line for each party that
    ever asks."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._lines: dict[str, DocumentPost] = {}
        self._requests: dict[str, RequestLine] = {}
        self.receiver: Doors | None = None

    def post(self, mailbox: str, document: Document) -> None:
        """Sends in the name of a mailbox. Raises RuntimeError before there is a receiver."""
        if self.receiver is None:
            raise RuntimeError(f"{mailbox} sends {document.id} before anybody can receive it")
        line = self._lines.get(mailbox)
        if line is None:
            line = DocumentPost(self.network, mailbox, self.receiver)
            self._lines[mailbox] = line
        line.post(document)

    def ask(self, party: str, request: Request, key: str, heard: Heard) -> None:
        """Asks in the name of a party. Raises RuntimeError before there is a receiver."""
        if self.receiver is None:
            raise RuntimeError(f"{party} asks {request.operation} before anybody can answer")
        line = self._requests.get(party)
        if line is None:
            line = RequestLine(self.network, party, self.receiver)
            self._requests[party] = line
        line.ask(request, key, heard)

    def restore(self) -> int:
        """Sends afresh what the network gave up on; returns how many documents."""
        waiting = [(line, line.given_up()) for line in self._lines.values()]
        for line, documents in waiting:
            for document in documents:
                line.post(document)
        return sum(len(documents) for _, documents in waiting)

    @property
    def undelivered(self) -> list[Document]:
        """What the network gave up on: the integration never accepted it."""
        return [document for line in self._lines.values() for document in line.undelivered]


def seat(names: Iterable[str], world: World, recorder: Recorder, office: PostOffice) -> Seated:
    """Builds the named parties. Raises UnknownName for one that does not exist."""

    def record(book: str, caller: str, effect: Effect) -> None:
        recorder.effect(book, caller, "", effect)

    place = Place(world.site, world.agenda, office.post, record, office.ask)
    parties: list[Party] = [find(name, PARTIES, "party")(place) for name in names]
    partners = {
        mailbox: CabledPartner(office.network, mailbox, partial(_accept, party, mailbox))
        for party in parties
        for mailbox in party.mailboxes()
    }
    return Seated(tuple(parties), partners)


def _accept(party: Party, mailbox: str, document: Document) -> Receipt:
    reason = party.accept(mailbox, document)
    return Receipt(400, detail=reason) if reason else ACCEPTED
