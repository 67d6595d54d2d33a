"""The clearinghouse's counter: it sends interchanges in one series of control numbers."""

from __future__ import annotations

from collections.abc import Callable

from mock_systems.billing.claim_files import CLEARINGHOUSE, SUBMITTER
from mock_systems.standards.x12.envelope import ControlNumbers, Envelope, Partner
from sim.world.parties.party import Place
from sim.world.parties.x12_post import X12Post

BOOK = "payers"
OWN = "world/payers"
MAILBOX = CLEARINGHOUSE.identifier
"""All payers are reached through one clearinghouse, whose mailbox this is."""


class Desk:
    """Everything that leaves goes to the group, which has one id."""

    def __init__(self, place: Place) -> None:
        self.post = X12Post(place)
        self._numbers = ControlNumbers()

    def send(self, build: Callable[[Envelope], str]) -> None:
        """Sends what `build` makes of the next envelope."""
        envelope = self.envelope(Partner(SUBMITTER.identifier))
        self.post.send(envelope, build(envelope))

    def envelope(self, receiver: Partner) -> Envelope:
        """The next envelope to somebody; whoever takes it must send it."""
        return self._numbers.envelope(Partner(MAILBOX), receiver, self.post.now())
