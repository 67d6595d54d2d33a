"""The post room of a supplier: envelopes with dense control numbers, one series per customer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from integration_under_test.boundary import Document
from mock_systems.standards.x12.envelope import ControlNumbers, Envelope
from sim.world.calendar import HOME_ZONE
from sim.world.parties.party import Place

CONTENT_TYPE = "application/edi-x12"


class X12Post:
    """Sends interchanges in the name of mailboxes; X12 times are those of the group's home."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._numbers = ControlNumbers()
        self._sent: Counter[str] = Counter()

    def now(self) -> datetime:
        """The local time that goes into documents."""
        return self._place.site.calendar.local(self._place.agenda.now_s, HOME_ZONE)

    def draft(self, received: Envelope) -> Envelope:
        """An envelope back to where one came from, without a control number yet.

        It speaks in the customer's delimiters, so that it can repeat the customer's data. 00401
        repeats no elements: its separator is free to occur in data.
        """
        chosen = received.delimiters
        spoken = replace(chosen, repetition=chosen.component)
        return Envelope(received.receiver, received.sender, self.now(), 0, delimiters=spoken)

    def envelope(self, received: Envelope) -> Envelope:
        """The next envelope back; whoever takes it must send it."""
        numbered = self._numbers.envelope(received.receiver, received.sender, self.now())
        return replace(self.draft(received), control_number=numbered.control_number)

    def send(self, envelope: Envelope, interchange: str) -> None:
        """Posts an interchange from the mailbox that its envelope names."""
        mailbox = envelope.sender.identifier
        self._sent[mailbox] += 1
        number = f"{mailbox}-{self._sent[mailbox]:06d}"
        document = Document(number, mailbox, CONTENT_TYPE, interchange.encode("ascii"))
        self._place.post(mailbox, document)
