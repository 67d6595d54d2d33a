"""A patient's stay or visit, from its opening to its coding; the number is a pseudonym."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Admission:
    """Class I inpatient, O outpatient, E emergency; the primary payer first."""

    encounter: str
    facility: str
    patient_class: str
    admitted_on: str
    payers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discharge:
    encounter: str
    discharged_on: str


@dataclass(frozen=True, slots=True)
class Coding:
    """The principal diagnosis first; the DRG is "" but for inpatients."""

    encounter: str
    diagnoses: tuple[str, ...]
    procedures: tuple[str, ...]
    drg: str
