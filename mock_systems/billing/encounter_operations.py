"""Encounters, as the hospital's registration desk opens them.

A charge belongs to an encounter, from which it takes its facility.
"""

from __future__ import annotations

from sys import intern
from typing import Any, Literal

from pydantic import Field

from mock_systems.billing.documents import Encounter
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Code, Date, Message
from mock_systems.service import Effect, Refusal, Work


class EncounterRequest(Message):
    """A stay or visit; class I inpatient, O outpatient, E emergency; `coverages` are payers, the
    primary one first."""

    encounter_id: Code
    facility_id: int
    encounter_class: Literal["I", "O", "E"] = Field(alias="class")
    admitted_on: Date
    coverages: list[Code] = Field(default=[], max_length=5)


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
    open_encounter(tables, request)
    facts = {"class": request.encounter_class, "admitted_on": request.admitted_on}
    work.effect(
        Effect("billing.encounter", request.encounter_id, facility=facility.code, facts=facts)
    )
    return request.model_dump(by_alias=True, exclude_defaults=True)


def open_encounter(tables: Tables, row: EncounterRequest) -> None:
    """Puts an encounter into the tables; its facility, its payers must be known."""
    for payer_id in row.coverages:
        tables.payer(payer_id)
    encounter = Encounter(
        row.encounter_id,
        len(tables.accounts),
        tables.facility(row.facility_id),
        intern(row.encounter_class),
        intern(row.admitted_on),
        tuple(map(intern, row.coverages)),
    )
    tables.accounts.append(encounter)
    tables.encounters[row.encounter_id] = encounter
