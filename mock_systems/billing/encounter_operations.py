"""Encounters, as the hospital's registration desk opens them.

A charge belongs to an encounter, from which it takes its facility.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from mock_systems.billing.documents import Encounter
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Code, Date, Message
from mock_systems.service import Effect, Refusal, Work


class EncounterRequest(Message):
    """A stay or visit; class I inpatient, O outpatient, E emergency."""

    encounter_id: Code
    facility_id: int
    encounter_class: Literal["I", "O", "E"] = Field(alias="class")
    admitted_on: Date


class EncounterAnswer(EncounterRequest):
    """The encounter as registered."""


def register_encounter(system: HasTables, request: EncounterRequest, work: Work) -> dict[str, Any]:
    """Opens an encounter's account."""
    tables = system.tables
    facility = tables.facility(request.facility_id)
    if request.encounter_id in tables.encounters:
        raise Refusal(
            409,
            "DUPLICATE_ENCOUNTER",
            f"{request.encounter_id} is registered already",
            field="encounterId",
        )
    tables.encounters[request.encounter_id] = Encounter(
        request.encounter_id, facility, request.encounter_class, request.admitted_on
    )
    work.effect(Effect("billing.encounter", request.encounter_id, facility=facility.code))
    return request.model_dump(by_alias=True)
