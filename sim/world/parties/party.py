"""What an outside party is: mailboxes that take documents, a life of its own, a way to answer.

A party meets the integration through documents: what it is sent lands in `accept`, what it sends
goes out by `Place.post`, over the cable, and is forwarded until it was accepted. Who wants to know
something asks the integration's API layer by `Place.ask`, over the cable as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from integration_under_test.boundary import Answer, Document, Request
from mock_systems.service import Effect
from sim.world.agenda import Agenda
from sim.world.site import Site

Heard = Callable[[Answer | None], None]
Ask = Callable[[str, Request, str, Heard], None]


def _no_line(party: str, request: Request, key: str, heard: Heard) -> None:
    raise RuntimeError(f"{party} asks {request.operation}, but stands where no line begins")


@dataclass(frozen=True)
class Place:
    """Where a party stands.

    `post(mailbox, document)` sends in the name of one mailbox. `record(book, caller, effect)` notes
    an effect in the party's own book: with caller `integration` when a document of the integration
    brought it about, `world/<party>` when the party did. Obligations may arise from either.
    `ask(party, request, key, heard)` sends a request about a key in the party's name, and `heard`
    is called with the answer, or with None when none came in time.
    """

    site: Site
    agenda: Agenda
    post: Callable[[str, Document], None]
    record: Callable[[str, str, Effect], None]
    ask: Ask = _no_line


class Party(Protocol):
    """One kind of outside party, with as many mailboxes as it has members.

    `id` is its row of the enterprise's table (S06..S21), `flows` the flows that it takes part in,
    `sends` or `takes` the documents that it exchanges, for the generated page of parties.
    """

    id: ClassVar[str]
    flows: ClassVar[tuple[str, ...]]
    sends: ClassVar[tuple[str, ...]]
    takes: ClassVar[tuple[str, ...]]

    def mailboxes(self) -> Iterable[str]:
        """The partner ids under which the integration can send to it."""
        ...

    def accept(self, mailbox: str, document: Document) -> str:
        """Takes a document at once and acts on it later; a reason refuses it, "" accepts."""
        ...

    def start(self) -> None:
        """Registers its SimPy processes."""
        ...

    def on_effect(self, system: str, effect: Effect) -> None:
        """Hears of every committed effect; only plans, never calls a system."""
        ...
