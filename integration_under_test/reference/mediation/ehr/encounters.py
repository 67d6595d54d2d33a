"""Encounters as the EHR tells of them (P10): ADT A01 or A04, A03, A08."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.encounters import (
    Admission,
    Coding,
    Discharge,
)
from integration_under_test.reference.mediation.notation import from_compact_day
from integration_under_test.reference.mediation.protocols.hl7 import Message


def read_admission(message: Message) -> Admission:
    """The hospital is named by its GLN (PV1-3.4), payers by billing's own ids (IN1-3)."""
    visit = message.first("PV1")
    return Admission(
        encounter=visit.required(19),
        facility=f"gln:{visit.required(3, 4)}",
        patient_class=visit.required(2),
        admitted_on=from_compact_day(visit.required(44)),
        payers=tuple(one.required(3, 1) for one in message.named("IN1")),
    )


def read_discharge(message: Message) -> Discharge:
    visit = message.first("PV1")
    return Discharge(visit.required(19), from_compact_day(visit.required(45)))


def read_coding(message: Message) -> Coding | None:
    """None for an update that brings no coding."""
    diagnoses = tuple(one.required(3, 1) for one in message.named("DG1"))
    if not diagnoses:
        return None
    return Coding(
        encounter=message.first("PV1").required(19),
        diagnoses=diagnoses,
        procedures=tuple(one.required(3, 1) for one in message.named("PR1")),
        drg=next((one.required(1, 1) for one in message.named("DRG")), ""),
    )
