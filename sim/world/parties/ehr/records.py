"""A patient's record in the EHR: how its facts become messages, and effects in the EHR's book.

The book is what the group owes itself in billing (P10): an encounter that is open there, closed,
coded, with every service on it. Identity is a pseudonym: the encounter's number, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from mock_systems.service import Effect
from mock_systems.standards.hl7 import (
    Adt,
    AdtEvent,
    Coding,
    Dft,
    Header,
    Transaction,
    TransactionType,
    Visit,
)
from sim.world.parties.hl7_post import Hl7Line
from sim.world.parties.party import Place
from sim.world.stays import Stay

BOOK = "ehr"
ACTOR = "ehr"
_UNITS = {"I": "WARD", "E": "ED", "O": "CLINIC"}
_OPENING = {"I": AdtEvent.ADMITTED, "E": AdtEvent.REGISTERED, "O": AdtEvent.REGISTERED}


@dataclass(frozen=True)
class Service:
    """A charge as entered; `price_minor` is the charge master's, `taken_back` if it will be."""

    number: int
    department: str
    code: str
    description: str
    price_minor: int
    quantity: int
    day: date
    taken_back: bool = False

    @property
    def transaction_id(self) -> str:
        return f"T{self.number:09d}"


class Records:
    """Writes what happened into the book and onto the line, in that order."""

    def __init__(self, place: Place, line: Hl7Line) -> None:
        self._place = place
        self._line = line

    def opened(self, stay: Stay) -> None:
        """A01 or A04 with the payers."""
        at = self._local(stay, stay.admitted_s)
        self._record("admission", stay, stay.encounter, {"class": stay.kind, "day": str(at.date())})
        self._tell(stay, _OPENING[stay.kind], self._visit(stay), payers=stay.payers)

    def closed(self, stay: Stay) -> None:
        """A03."""
        at = self._local(stay, stay.discharged_s)
        self._record("discharge", stay, stay.encounter, {"day": str(at.date())})
        self._tell(stay, AdtEvent.DISCHARGED, self._visit(stay, at))

    def coded(self, stay: Stay) -> None:
        """A08 with diagnoses, procedures, DRG."""
        performed = self._local(stay, stay.admitted_s).date() if stay.procedure_codes else None
        coding = Coding(stay.diagnosis_codes, stay.procedure_codes, stay.drg, performed)
        facts = {"diagnoses": list(stay.diagnosis_codes), "drg": stay.drg}
        self._record("coding", stay, stay.encounter, facts)
        visit = self._visit(stay, self._local(stay, stay.discharged_s))
        self._tell(stay, AdtEvent.UPDATED, visit, coding=coding, payers=stay.payers)

    def charged(self, stay: Stay, services: Sequence[Service]) -> None:
        """One DFT for services of one department."""
        for service in services:
            facts = {"taken_back": service.taken_back, "department": service.department}
            self._record_money("charge", stay, service, service.transaction_id, facts)
        transactions = tuple(_transaction(one, one.transaction_id) for one in services)
        self._post(stay, transactions)

    def credited(self, stay: Stay, service: Service, number: int) -> None:
        """One DFT that takes a service back; FT1-23 names the order behind both."""
        transaction_id = f"T{number:09d}"
        facts = {"charge": f"EHR/{service.transaction_id}"}
        self._record_money("credit", stay, service, transaction_id, facts)
        self._post(stay, (_transaction(service, transaction_id, TransactionType.CREDIT),))

    def _post(self, stay: Stay, transactions: tuple[Transaction, ...]) -> None:
        at, visit = self._now(stay), self._visit(stay)
        make = partial(Dft, recorded_at=at, visit=visit, transactions=transactions)
        self._line.send(self._gln(stay), at, make)

    def _tell(self, stay: Stay, event: AdtEvent, visit: Visit, **parts: Any) -> None:
        at = self._now(stay)

        def make(header: Header) -> Adt:
            return Adt(header, event, at, visit, **parts)

        self._line.send(self._gln(stay), at, make)

    def _visit(self, stay: Stay, discharged_at: datetime | None = None) -> Visit:
        return Visit(
            stay.encounter,
            stay.kind,
            facility=self._gln(stay),
            unit=f"{stay.facility}-{_UNITS[stay.kind]}",
            admitted_at=self._local(stay, stay.admitted_s),
            discharged_at=discharged_at,
        )

    def _gln(self, stay: Stay) -> str:
        """The hospital as any receiver knows it."""
        return self._place.site.enterprise.facility(stay.facility).gln

    def _now(self, stay: Stay) -> datetime:
        return self._local(stay, self._place.agenda.now_s)

    def _local(self, stay: Stay, t_s: float) -> datetime:
        site = self._place.site
        zone = site.enterprise.facility(stay.facility).time_zone
        return site.calendar.local(t_s, zone).replace(microsecond=0)

    def _record(self, noun: str, stay: Stay, key: str, facts: dict[str, Any]) -> None:
        effect = Effect(kind=f"{BOOK}.{noun}", key=key, facility=stay.facility, facts=facts)
        self._place.record(BOOK, f"world/{ACTOR}", effect)

    def _record_money(
        self, noun: str, stay: Stay, service: Service, number: str, facts: dict[str, Any]
    ) -> None:
        effect = Effect(
            kind=f"{BOOK}.{noun}",
            key=f"EHR/{number}",
            amount_minor=service.price_minor * service.quantity,
            quantity=service.quantity,
            uom="EA",
            facility=stay.facility,
            period=f"{service.day.year:04d}-{service.day.month:02d}",
            facts={"encounter": stay.encounter, "code": service.code, **facts},
        )
        self._place.record(BOOK, f"world/{ACTOR}", effect)


def _transaction(
    service: Service, transaction_id: str, type_: TransactionType = TransactionType.CHARGE
) -> Transaction:
    return Transaction(
        transaction_id,
        type_,
        service.day,
        code=service.code,
        quantity=service.quantity,
        description=service.description,
        unit_amount_minor=service.price_minor,
        department=service.department,
        order=f"O{service.number:09d}",
    )
