"""Encounters of the billing platform (P10): registered, discharged, coded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.encounters import (
    Admission,
    Coding,
    Discharge,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import to_compact_day

CODED = frozenset({"coded", "final_billed"})


def write_admission(admission: Admission, context: Context) -> Body:
    return {
        "encounterId": admission.encounter,
        "facilityId": int(context.crosswalk.code_at("billing", admission.facility)),
        "class": admission.patient_class,
        "admittedOn": to_compact_day(admission.admitted_on),
        "coverages": list(admission.payers),
    }


def write_discharge(discharge: Discharge, context: Context) -> Body:
    return {
        "encounterId": discharge.encounter,
        "dischargedOn": to_compact_day(discharge.discharged_on),
    }


def write_coding(coding: Coding, context: Context) -> Body:
    return {"encounterId": coding.encounter, **_codes(coding)}


def find(coding: Coding, context: Context) -> Body:
    return {"encounterId": coding.encounter}


def is_coded(coding: Coding, answer: Mapping[str, Any]) -> bool:
    """Whether an encounter has just this coding."""
    codes = _codes(coding)
    same = all(answer.get(name) == codes[name] for name in codes)
    return same and answer.get("status") in CODED


def _codes(coding: Coding) -> Body:
    return {
        "diagnosisCodes": list(coding.diagnoses),
        "procedureCodes": list(coding.procedures),
        "drg": coding.drg,
    }
