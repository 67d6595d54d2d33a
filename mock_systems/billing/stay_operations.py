"""The way of an encounter to its bill: discharged, coded, reviewed with its charges, final billed.

registered -> discharged -> coded -> final_billed. Charges may come at any time; those that come
after the bill are not on it.
"""

from __future__ import annotations

from datetime import date, timedelta
from sys import intern
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from mock_systems.billing.documents import (
    CODED,
    DISCHARGED,
    FINAL_BILLED,
    REGISTERED,
    Encounter,
)
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Code, Date, Message
from mock_systems.service import Effect, Operation, Refusal, Work

MedicalCode = Annotated[str, StringConstraints(min_length=2, max_length=10)]


class GetEncounterRequest(Message):
    """Which encounter."""

    encounter_id: Code


class DischargeRequest(Message):
    """Which encounter, on which local day."""

    encounter_id: Code
    discharged_on: Date


class CodingRequest(Message):
    """What the coders found; the first diagnosis is the principal one."""

    encounter_id: Code
    diagnosis_codes: list[MedicalCode] = Field(min_length=1, max_length=25)
    procedure_codes: list[MedicalCode] = Field(default=[], max_length=25)
    drg: Annotated[str, StringConstraints(pattern=r"^([0-9]{3})?$")] = ""


class FinalBillRequest(Message):
    """Which encounter, who reviewed its charges."""

    encounter_id: Code
    reviewed_by: Code


class EncounterStateAnswer(Message):
    """An encounter as it stands."""

    encounter_id: str
    facility_id: int
    encounter_class: str = Field(alias="class")
    instance: str
    status: str
    admitted_on: str
    discharged_on: str
    coverages: list[str]
    diagnosis_codes: list[str]
    procedure_codes: list[str]
    drg: str
    charge_count: int
    charge_amount_cents: int


def discharge_encounter(system: HasTables, request: DischargeRequest, work: Work) -> dict[str, Any]:
    """Ends a stay."""
    encounter = system.tables.encounter(request.encounter_id)
    _require(encounter, REGISTERED)
    if request.discharged_on < encounter.admitted_on:
        raise Refusal(
            422,
            "DISCHARGED_BEFORE_ADMISSION",
            f"admitted on {encounter.admitted_on}, got {request.discharged_on}",
            field="dischargedOn",
        )
    encounter.discharged_on = intern(request.discharged_on)
    return _move(encounter, DISCHARGED, work)


def code_encounter(system: HasTables, request: CodingRequest, work: Work) -> dict[str, Any]:
    """Takes the coding, which may be revised until the encounter is final billed."""
    encounter = system.tables.encounter(request.encounter_id)
    _require(encounter, DISCHARGED, CODED)
    encounter.diagnosis_codes = tuple(map(intern, request.diagnosis_codes))
    encounter.procedure_codes = tuple(map(intern, request.procedure_codes))
    encounter.drg = intern(request.drg)
    return _move(encounter, CODED, work)


def final_bill(system: HasTables, request: FinalBillRequest, work: Work) -> dict[str, Any]:
    """Passes charge review once the bill hold is over."""
    encounter = system.tables.encounter(request.encounter_id)
    _require(encounter, CODED)
    if not encounter.charge_cents:
        raise Refusal(
            409, "NO_CHARGES", f"{encounter.encounter_id} has nothing to bill", field="encounterId"
        )
    hold = timedelta(days=system.tables.settings.bill_hold_days)
    free_on = f"{date.fromisoformat(encounter.discharged_on) + hold:%Y%m%d}"
    if encounter.facility.local_day.of(work.now) < free_on:
        raise Refusal(
            409,
            "BILL_HOLD",
            f"{encounter.encounter_id} is held until {free_on}; late charges may still come",
            field="encounterId",
        )
    return _move(encounter, FINAL_BILLED, work)


def get_encounter(system: HasTables, request: GetEncounterRequest, work: Work) -> dict[str, Any]:
    """Reads an encounter."""
    del work
    return _wire(system.tables.encounter(request.encounter_id))


def _require(encounter: Encounter, *states: str) -> None:
    if encounter.status not in states:
        raise Refusal(
            409,
            "ILLEGAL_ENCOUNTER_STATE",
            f"{encounter.encounter_id} is {encounter.status}, expected {' or '.join(states)}",
            field="encounterId",
        )


def _move(encounter: Encounter, status: str, work: Work) -> dict[str, Any]:
    encounter.status = status
    work.effect(
        Effect(
            kind="billing.encounter_status",
            key=f"{encounter.encounter_id}/{status}",
            facility=encounter.facility.code,
            facts={"status": status, "instance": encounter.instance},
        )
    )
    answer = _wire(encounter)
    work.emit("billing.encounter.changed", encounter.encounter_id, answer)
    return answer


def _wire(encounter: Encounter) -> dict[str, Any]:
    return {
        "encounterId": encounter.encounter_id,
        "facilityId": encounter.facility.facility_id,
        "class": encounter.encounter_class,
        "instance": encounter.instance,
        "status": encounter.status,
        "admittedOn": encounter.admitted_on,
        "dischargedOn": encounter.discharged_on,
        "coverages": list(encounter.coverages),
        "diagnosisCodes": list(encounter.diagnosis_codes),
        "procedureCodes": list(encounter.procedure_codes),
        "drg": encounter.drg,
        "chargeCount": encounter.charge_count,
        "chargeAmountCents": encounter.charge_cents,
    }


DECLARED = (
    Operation(
        name="discharge_encounter",
        method="POST",
        path="/encounters/{encounterId}/discharge",
        scope="billing.encounters.write",
        request=DischargeRequest,
        response=EncounterStateAnswer,
        handler=discharge_encounter,
        key=("encounterId",),
        summary="Ends a stay or visit",
        status=201,
    ),
    Operation(
        name="code_encounter",
        method="PUT",
        path="/encounters/{encounterId}/coding",
        scope="billing.encounters.write",
        request=CodingRequest,
        response=EncounterStateAnswer,
        handler=code_encounter,
        key=("encounterId",),
        summary="Takes the coding of a discharged encounter",
    ),
    Operation(
        name="final_bill",
        method="POST",
        path="/encounters/{encounterId}/finalBill",
        scope="billing.encounters.write",
        request=FinalBillRequest,
        response=EncounterStateAnswer,
        handler=final_bill,
        key=("encounterId",),
        summary="Passes charge review after the bill hold",
        status=201,
    ),
    Operation(
        name="get_encounter",
        method="GET",
        path="/encounters/{encounterId}",
        scope="billing.encounters.read",
        request=GetEncounterRequest,
        response=EncounterStateAnswer,
        handler=get_encounter,
        key=("encounterId",),
        summary="Reads an encounter with its coding",
    ),
)
