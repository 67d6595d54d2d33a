"""PID with PV1: an encounter under its pseudonym, with no person in it.

The encounter's pseudonym is the patient identifier too (type ANON), so that nothing follows
anybody from one visit to the next. HL7 requires a name: type S is its coded pseudo-name for
anonymity, without letters. A message that carries a person is refused, not stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mock_systems.standards.hl7.encoding import Segment, WrittenSegment, segment
from mock_systems.standards.hl7.rejection import Condition
from mock_systems.standards.hl7.value import stamp, stamp_text

PATIENT_CLASSES = ("I", "O", "E")
"""Inpatient, outpatient, emergency (table 0004)."""

_PSEUDO_NAME = ("", "", "", "", "", "", "S")
_ADMINISTRATIVE = frozenset({1, 3, 5, 18})
"""The fields of PID that say nothing about a person here; 5 is checked apart."""


@dataclass(frozen=True)
class Visit:
    """Where an encounter is; `unit` is the point of care, e.g. `H01-OR`."""

    encounter: str
    patient_class: str
    facility: str
    unit: str = ""
    admitted_at: datetime | None = None
    discharged_at: datetime | None = None


def build(visit: Visit) -> tuple[WrittenSegment, WrittenSegment]:
    identifier = (visit.encounter, "", "", visit.facility, "ANON")
    pid = segment("PID", {1: "1", 3: identifier, 5: _PSEUDO_NAME, 18: visit.encounter})
    pv1 = segment(
        "PV1",
        {
            1: "1",
            2: visit.patient_class,
            3: (visit.unit, "", "", visit.facility),
            19: visit.encounter,
            44: stamp_text(visit.admitted_at) if visit.admitted_at else "",
            45: stamp_text(visit.discharged_at) if visit.discharged_at else "",
        },
    )
    return pid, pv1


def read(pid: Segment, pv1: Segment) -> Visit:
    _refuse_person(pid)
    encounter = pv1.required(19)
    if (identifier := pid.required(3)) != encounter:
        pid.reject(
            Condition.APPLICATION, 3, f"expected the encounter of PV1-19, got {identifier!r}"
        )
    return Visit(
        encounter,
        patient_class=pv1.one_of(2, PATIENT_CLASSES),
        facility=pv1.required(3, 4),
        unit=pv1.text(3),
        admitted_at=pv1.read_if_present(44, stamp),
        discharged_at=pv1.read_if_present(45, stamp),
    )


def _refuse_person(pid: Segment) -> None:
    for number in range(1, len(pid.fields)):
        if number not in _ADMINISTRATIVE and str(pid.fields[number]):
            pid.reject(Condition.APPLICATION, number, "patient identity is not accepted here")
    name = [pid.text(5, component) for component in range(1, 8)]
    if any(name[:6]) or name[6] != "S":
        pid.reject(Condition.APPLICATION, 5, "expected a pseudo-name (type S) without letters")
