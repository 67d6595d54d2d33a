"""DG1, DRG, PR1: what the coders found on an encounter; IN1: who pays for it, the first one first.

Codes are written without the point: ICD-10-CM in DG1, ICD-10-PCS or a CPT number in PR1. Payers go
by the receiver's own ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mock_systems.standards.hl7.encoding import Segments, WrittenSegment, segment
from mock_systems.standards.hl7.value import calendar_date, date_text

DIAGNOSES, INPATIENT_PROCEDURES, PROCEDURES = "I10C", "I10P", "C4"
"""Coding systems (table 0396): ICD-10-CM, ICD-10-PCS, CPT-4."""
FINAL = "F"
_PCS_LENGTH = 7


@dataclass(frozen=True)
class Coding:
    """The principal diagnosis first; `drg` is '' but for inpatients; procedures share a day."""

    diagnoses: tuple[str, ...]
    procedures: tuple[str, ...] = ()
    drg: str = ""
    performed_on: date | None = None

    def __post_init__(self) -> None:
        if not self.diagnoses:
            raise ValueError("coding: expected at least one diagnosis, got none")
        if self.procedures and self.performed_on is None:
            raise ValueError("coding: procedures need the day on which they were performed")


def build(coding: Coding) -> Iterator[WrittenSegment]:
    for n, code in enumerate(coding.diagnoses, 1):
        yield segment("DG1", {1: str(n), 3: (code, "", DIAGNOSES), 6: FINAL, 15: str(n)})
    if coding.drg:
        yield segment("DRG", {1: (coding.drg, "", "MSDRG")})
    for n, code in enumerate(coding.procedures, 1):
        system = INPATIENT_PROCEDURES if len(code) == _PCS_LENGTH else PROCEDURES
        day = date_text(coding.performed_on) if coding.performed_on else ""
        yield segment("PR1", {1: str(n), 3: (code, "", system), 5: day})


def read(segments: Segments) -> Coding | None:
    """None for a message without a diagnosis."""
    named: dict[str, list[str]] = {"DG1": [], "DRG": [], "PR1": []}
    for one in segments.all:
        if one.name in named:
            named[one.name].append(one.required(1 if one.name == "DRG" else 3))
    if not named["DG1"]:
        return None
    days = [one.read(5, calendar_date) for one in segments.all if one.name == "PR1"]
    return Coding(
        tuple(named["DG1"]),
        tuple(named["PR1"]),
        named["DRG"][0] if named["DRG"] else "",
        days[0] if days else None,
    )


def build_coverages(payers: Sequence[str]) -> Iterator[WrittenSegment]:
    for n, payer in enumerate(payers, 1):
        yield segment("IN1", {1: str(n), 2: (payer, "", "L"), 3: (payer,)})


def read_coverages(segments: Segments) -> tuple[str, ...]:
    return tuple(one.required(3) for one in segments.all if one.name == "IN1")
