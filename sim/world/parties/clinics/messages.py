"""The first clinic's way to tell of charges (S06): HL7 v2 DFT^P03 in MLLP frames, visit by visit.

The patient is the clinic's account number under the clinic's own authority (PID-3.4): without it
the number names somebody else's account as well. A message that got no answer in time goes out
again unchanged, with the same control id, as the store-and-forward line does.
"""

from __future__ import annotations

from datetime import datetime

from integration_under_test.boundary import Document
from mock_systems.standards.hl7 import (
    AckCode,
    Dft,
    Header,
    Transaction,
    TransactionType,
    Visit,
    build,
    encode,
)
from sim.world.parties.clinics.visits import (
    ACTOR,
    OUTPATIENT,
    Clinic,
    ClosedVisit,
    EnteredCharge,
)
from sim.world.parties.hl7_post import CONTENT_TYPE, RECEIVER, NoAnswer, read_answer
from sim.world.parties.party import Place

APPLICATION = "CLINBILL"
DEPARTMENT = "FAMILY"


class ChargeMessages:
    """Sends one message for each closed visit, and takes the answers."""

    def __init__(self, place: Place, clinic: Clinic) -> None:
        self._place = place
        self._clinic = clinic
        self._sent = 0

    def start(self) -> None:
        """Messages go out when a visit is closed, at no time of their own."""

    def send(self, visit: ClosedVisit) -> None:
        """Posts the charges of a visit at once."""
        self._sent += 1
        control_id = self._control_id(self._sent)
        content = encode(build(self._message(control_id, visit)))
        document = Document(control_id, self._clinic.id, CONTENT_TYPE, content)
        self._place.post(self._clinic.id, document)

    def accept(self, document: Document) -> str:
        """Takes acknowledgements of its own messages, and notes each that is not positive."""
        try:
            answer = read_answer(document)
        except NoAnswer as refused:
            return str(refused)
        if not self._is_own(answer.control_id):
            return f"no message {answer.control_id!r} was sent from here"
        if answer.code is not AckCode.ACCEPT:
            note = self._place.site.note
            note("refused", ACTOR, answer.control_id, answer.code.value)
        return ""

    def _control_id(self, number: int) -> str:
        return f"{self._clinic.id}-{number:07d}"

    def _is_own(self, control_id: str) -> bool:
        digits = control_id.rpartition("-")[2]
        number = int(digits) if digits.isascii() and digits.isdigit() else 0
        return 0 < number <= self._sent and control_id == self._control_id(number)

    def _message(self, control_id: str, visit: ClosedVisit) -> Dft:
        return Dft(
            self._header(control_id, visit.closed_at),
            recorded_at=visit.closed_at,
            visit=Visit(
                visit.account,
                OUTPATIENT,
                facility=self._clinic.id,
                unit=DEPARTMENT,
                admitted_at=visit.admitted_at,
            ),
            transactions=tuple(map(_transaction, visit.charges)),
        )

    def _header(self, control_id: str, at: datetime) -> Header:
        return Header(control_id, APPLICATION, self._clinic.id, *RECEIVER, sent_at=at)


def _transaction(charge: EnteredCharge) -> Transaction:
    return Transaction(
        charge.transaction_id,
        TransactionType.CHARGE,
        charge.service_date,
        code=charge.code.code,
        quantity=charge.quantity,
        description=charge.code.description,
        unit_amount_minor=charge.code.price_minor,
        department=DEPARTMENT,
    )
