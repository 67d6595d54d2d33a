"""S12: the payers behind one clearinghouse (P10).

    837 -> 999 within the hour -> 277CA within two days -> 835 on the payer's days

A rejection (277CA) is no denial: the claim was never adjudicated. What comes twice is taken once.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.x12.acknowledgement import ACKNOWLEDGEMENT_999
from mock_systems.standards.x12.claim_institutional import CLAIM_INSTITUTIONAL, InstitutionalClaims
from mock_systems.standards.x12.claim_professional import CLAIM_PROFESSIONAL, ProfessionalClaims
from mock_systems.standards.x12.envelope import Envelope, Partner
from mock_systems.standards.x12.faults import InterchangeRefused
from mock_systems.standards.x12.reading import read_header
from mock_systems.standards.x12.receiving import Reception, receive
from mock_systems.standards.x12.replies import refusal
from sim.world.calendar import DAY_S, HOUR_S
from sim.world.parties.party import Place
from sim.world.parties.payers.adjudication import Adjudication
from sim.world.parties.payers.claims import Claim, filed
from sim.world.parties.payers.counter import BOOK, MAILBOX, OWN, Desk
from sim.world.parties.payers.intake import Batch, Intake
from sim.world.parties.payers.paying import Paying
from sim.world.parties.x12_post import CONTENT_TYPE

SETS = (CLAIM_INSTITUTIONAL, CLAIM_PROFESSIONAL, ACKNOWLEDGEMENT_999)
READ_AFTER_S = (120.0, 3600.0)
DUPLICATE = "025"
"""TA105: duplicate interchange control number."""


class Payers:
    """All payers; the clearinghouse has the mailbox."""

    id = "S12"
    flows = ("P10", "P15")
    sends = ("999", "TA1", "277CA", "835")
    takes = ("837I", "837P", "999")

    def __init__(self, place: Place) -> None:
        self._place = place
        self._desk = Desk(place)
        adjudication = Adjudication(place.site)
        self._paying = Paying(place, self._desk, adjudication)
        self._intake = Intake(place, self._desk, adjudication, self._paying)
        self._taken: dict[tuple[str, int], bytes] = {}

    def mailboxes(self) -> Iterable[str]:
        """The clearinghouse's."""
        return (MAILBOX,)

    def start(self) -> None:
        """Opens the treasuries."""
        self._paying.start()

    def on_effect(self, system: str, effect: Effect) -> None:
        """Claims that left are expected; appeals are read; open claims are known already."""
        if effect.kind == "billing.claim_batch":
            self._expect(effect)
        elif effect.kind == "billing.open_claim":
            self._know(effect)
        elif effect.kind == "billing.appeal":
            self._paying.hear(effect)

    def accept(self, mailbox: str, document: Document) -> str:
        """Refuses what no mailbox can keep; whether claims can be read, the 999 says."""
        if document.content_type.lower() != CONTENT_TYPE:
            return f"expected {CONTENT_TYPE}, got {document.content_type}"
        text = document.content.decode("latin-1")
        try:
            received = read_header(text).envelope
        except (ValueError, InterchangeRefused) as problem:
            return f"nobody could be answered: {problem}"
        if received.receiver.identifier != mailbox:
            return f"the interchange is for {received.receiver.identifier}, this is {mailbox}"
        low_s, high_s = READ_AFTER_S
        drawn = self._place.site.streams.uniform("clearinghouse.read", received.control_number)
        at_s = self._place.agenda.now_s + low_s + drawn * (high_s - low_s)
        self._place.agenda.always_at(at_s, self._read, text, received)
        return ""

    def _read(self, text: str, received: Envelope) -> None:
        """Answers an interchange, then files the batches in it that are sound."""
        number = (received.sender.identifier, received.control_number)
        digest = blake2b(text.encode("latin-1"), digest_size=16).digest()
        if number in self._taken:
            self._refuse_duplicate(text, received.sender)
            return
        reception = receive(text, SETS, None)
        if reception.acknowledgement.text:
            back = self._desk.envelope(received.sender)
            self._desk.post.send(back, receive(text, SETS, back).acknowledgement.text)
        batches = _batches(reception)
        if batches:
            self._taken[number] = digest
        for batch in batches:
            self._intake.take(batch)

    def _refuse_duplicate(self, text: str, sender: Partner) -> None:
        back = self._desk.envelope(sender)
        problem = InterchangeRefused(DUPLICATE, "the control number was used before")
        self._desk.post.send(back, refusal(text, problem, back).text)

    def _expect(self, batch: Effect) -> None:
        self._intake.expect(batch)
        for account, submission, billed in batch.facts["claims"]:
            expected = Effect(
                "payers.claim_expected",
                f"{account}/{submission}",
                amount_minor=billed,
                facility=batch.facility,
            )
            self._place.record(BOOK, OWN, expected)

    def _know(self, opened: Effect) -> None:
        """A claim of before the run; due as if such claims came evenly through time."""
        agenda, site = self._place.agenda, self._place.site
        control = site.streams.bits("claim.control", opened.key) % 10**12
        claim: Claim = filed(
            opened.facts["submitted"], 1, opened.facts["provider"], f"ICN{control:012d}"
        )
        days = min(site.parameters["opening_claims_d"], agenda.stop_demand_at_s / DAY_S)
        due_s = site.streams.uniform("opening.due", opened.key) * days * DAY_S - 18 * HOUR_S
        self._paying.await_payment(claim, due_s)


def _batches(reception: Reception) -> list[Batch]:
    kinds = (InstitutionalClaims, ProfessionalClaims)
    return [found for found in reception.documents if isinstance(found, kinds)]
