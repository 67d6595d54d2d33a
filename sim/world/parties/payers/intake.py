"""Claims as they come in: filed once each, answered by a 277CA, handed on for adjudication."""

from __future__ import annotations

from typing import NamedTuple

from mock_systems.service import Effect
from mock_systems.standards.x12 import claim_status
from mock_systems.standards.x12.claim_institutional import InstitutionalClaims
from mock_systems.standards.x12.claim_parts import Heading, Organisation
from mock_systems.standards.x12.claim_professional import ProfessionalClaims
from mock_systems.standards.x12.claim_status import ClaimStatus, ClaimStatusReport
from sim.world.calendar import DAY_S, HOUR_S
from sim.world.parties.party import Place
from sim.world.parties.payers.adjudication import Adjudication
from sim.world.parties.payers.claims import AnyClaim, Claim, filed
from sim.world.parties.payers.counter import BOOK, OWN, Desk
from sim.world.parties.payers.paying import Paying

Batch = InstitutionalClaims | ProfessionalClaims

ANSWERED_AFTER_S = (6 * HOUR_S, 44 * HOUR_S)
PAID_AFTER = {"PAY-MCR": "medicare_payment_d", "PAY-MCD": "medicaid_payment_d"}
"""The parameter of a payer's days; all others are commercial."""
ACCEPTED = ("A2", "20", "PR")
DUPLICATE = ("A3", "54", "85")
UNKNOWN = ("A3", "33", "IL")
FAULTY = (("A7", "562", "85"), ("A7", "164", "IL"), ("A6", "249", "QC"))
"""STC01 of claims that are turned away: provider's id, subscriber's id, place of service."""


class Answer(NamedTuple):
    """What the 277CA says of a claim; `key` is "" where nobody expects an answer."""

    claim: Claim
    status: tuple[str, str, str]
    key: str


class Intake:
    """The clearinghouse's front office."""

    def __init__(
        self, place: Place, desk: Desk, adjudication: Adjudication, paying: Paying
    ) -> None:
        self._place = place
        self._desk = desk
        self._adjudication = adjudication
        self._paying = paying
        self._submissions: dict[str, dict[str, int]] = {}
        self._seen: set[str] = set()
        self._reports = 0

    def expect(self, batch: Effect) -> None:
        """A batch was released: which claims are in it, which submission of each."""
        self._submissions[batch.key] = {
            account: submission for account, submission, _ in batch.facts["claims"]
        }

    def take(self, batch: Batch) -> None:
        """Files every claim of a batch, and plans the answer."""
        answers = [self._file(claim, batch) for claim in batch.claims]
        site, agenda = self._place.site, self._place.agenda
        low_s, high_s = ANSWERED_AFTER_S
        drawn = site.streams.uniform("clearinghouse.answer", batch.heading.reference)
        at_s = agenda.now_s + low_s + drawn * (high_s - low_s)
        agenda.always_at(at_s, self._answer, batch.heading, answers, agenda.now_s)

    def _file(self, found: AnyClaim, batch: Batch) -> Answer:
        submission = self._submissions.get(batch.heading.reference, {}).get(found.account, 0)
        npi = batch.heading.provider.npi
        control = self._place.site.streams.bits("claim.control", found.account, submission)
        claim = filed(found, submission, npi, f"ICN{control % 10**12:012d}")
        if claim.key in self._seen:
            return Answer(claim, DUPLICATE, "")
        received = Effect("payers.claim_received", claim.key, amount_minor=claim.charge_minor)
        self._place.record(BOOK, "integration", received)
        if not submission or not self._paying.serves(claim):
            return Answer(claim, UNKNOWN, "")
        self._seen.add(claim.key)
        if self._adjudication.rejects(claim):
            fault = self._place.site.streams.choice(FAULTY, "claim.fault", claim.key)
            return Answer(claim, fault, f"{claim.key}/rejected")
        return Answer(claim, ACCEPTED, f"{claim.key}/accepted")

    def _answer(self, heading: Heading, answers: list[Answer], received_s: float) -> None:
        """Sends the 277CA of a batch; what it accepts is adjudicated."""
        for answer in answers:
            if answer.key:
                said = Effect("payers.claim_status", answer.key)
                self._place.record(BOOK, OWN, said)
            if answer.status == ACCEPTED:
                due_s = received_s + self._paid_after_s(answer.claim)
                self._paying.await_payment(answer.claim, due_s)
        self._reports += 1
        report = self._report(heading, answers)
        self._desk.send(lambda envelope: claim_status.build(report, envelope))

    def _report(self, heading: Heading, answers: list[Answer]) -> ClaimStatusReport:
        now = self._desk.post.now()
        payer = answers[0].claim.payer
        return ClaimStatusReport(
            f"277-{self._reports:07d}",
            now.date(),
            now.time().replace(second=0, microsecond=0, tzinfo=None),
            Organisation(payer, payer),
            heading.submitter,
            f"R{self._reports:07d}",
            now.date(),
            now.date(),
            heading.reference,
            Organisation(heading.provider.name, heading.provider.npi),
            tuple(self._status(answer) for answer in answers),
        )

    def _status(self, answer: Answer) -> ClaimStatus:
        claim, (category, status, entity) = answer.claim, answer.status
        return ClaimStatus(
            claim.account,
            "PSEUDO",
            claim.first_name,
            claim.member_id,
            category,
            status,
            self._desk.post.now().date(),
            claim.charge_minor,
            claim.served,
            entity,
            payer_claim=claim.control if answer.status == ACCEPTED else "",
        )

    def _paid_after_s(self, claim: Claim) -> float:
        """From receipt to payment; Medicare never before its floor."""
        site = self._place.site
        days = site.parameters[PAID_AFTER.get(claim.payer, "commercial_payment_d")]
        more = site.streams.uniform("claim.paid_after", claim.key)
        slowest = 0.15 if claim.payer in PAID_AFTER else 0.4
        return days * (1.0 + slowest * more) * DAY_S
