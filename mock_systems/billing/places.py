"""Which facility the documents of the billing platform belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mock_systems.billing.documents import Encounter
from mock_systems.billing.tables import Tables
from mock_systems.service import Refusal
from mock_systems.service.members import number_id, text_id


def places_of(tables: Tables, members: Mapping[str, Any]) -> Iterator[int]:
    """Facility ids of the documents that members name by their ids."""
    for encounter in _encounters(tables, members):
        yield encounter.facility.facility_id
    if (batch := tables.batches.get(text_id(members, "batchId"))) is not None:
        yield batch.facility.facility_id
    if (facility := tables.facilities.get(number_id(members, "facilityId"))) is not None:
        yield facility.facility_id


def _encounters(tables: Tables, members: Mapping[str, Any]) -> Iterator[Encounter]:
    if (encounter := tables.encounters.get(text_id(members, "encounterId"))) is not None:
        yield encounter
    if (claim := tables.claims.get(text_id(members, "claimId"))) is not None:
        yield claim.encounter
    if (denial := tables.denials.get(text_id(members, "denialId"))) is not None:
        yield denial.encounter
    if charge_id := text_id(members, "chargeId"):
        try:
            yield tables.charge(charge_id).encounter
        except Refusal:
            return
