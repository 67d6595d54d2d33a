"""ADT: the EHR (S11) tells of an encounter's admission, registration, update or discharge.

An update (A08) brings the coding once it is there; an opening message says who pays.

A04 is what an outpatient or emergency visit starts with, A01 an inpatient one; both open the
encounter that charges are posted to. The structure is ADT_A01, but for the discharge (A03).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mock_systems.standards.hl7 import coding as codes
from mock_systems.standards.hl7 import header as msh
from mock_systems.standards.hl7 import visit as patient
from mock_systems.standards.hl7.coding import Coding
from mock_systems.standards.hl7.encoding import Segments, join, segment, split
from mock_systems.standards.hl7.header import Header
from mock_systems.standards.hl7.rejection import Condition
from mock_systems.standards.hl7.value import stamp, stamp_text
from mock_systems.standards.hl7.visit import Visit


class AdtEvent(StrEnum):
    """MSH-9.2 (table 0003)."""

    ADMITTED = "A01"
    DISCHARGED = "A03"
    REGISTERED = "A04"
    UPDATED = "A08"

    @property
    def structure(self) -> str:
        return "ADT_A03" if self is AdtEvent.DISCHARGED else "ADT_A01"


_OPENING = (AdtEvent.ADMITTED, AdtEvent.REGISTERED)


@dataclass(frozen=True)
class Adt:
    """`recorded_at` is when the event was entered, in whole seconds; `payers` in their order."""

    header: Header
    event: AdtEvent
    recorded_at: datetime
    visit: Visit
    coding: Coding | None = None
    payers: tuple[str, ...] = ()


def build(message: Adt) -> str:
    event = message.event
    evn = segment("EVN", {1: event.value, 2: stamp_text(message.recorded_at)})
    head = msh.build(message.header, ("ADT", event.value, event.structure))
    coded = codes.build(message.coding) if message.coding else ()
    covered = codes.build_coverages(message.payers)
    return join((head, evn, *patient.build(message.visit), *coded, *covered))


def read(text: str) -> Adt:
    """Raises MessageRejected."""
    return from_segments(split(text))


def from_segments(segments: Segments) -> Adt:
    head = segments.first("MSH")
    header = msh.read(head)
    event = AdtEvent(msh.event(head, "ADT", tuple(AdtEvent)))
    _, evn, pid, pv1 = segments.in_order("MSH", "EVN", "PID", "PV1")
    visit = patient.read(pid, pv1)
    if event is AdtEvent.DISCHARGED and visit.discharged_at is None:
        pv1.reject(Condition.REQUIRED_FIELD, 45, "a discharge needs its time")
    if event in _OPENING and visit.admitted_at is None:
        pv1.reject(Condition.REQUIRED_FIELD, 44, "an encounter opens at some time")
    recorded_at, payers = evn.read(2, stamp), codes.read_coverages(segments)
    return Adt(header, event, recorded_at, visit, codes.read(segments), payers)
