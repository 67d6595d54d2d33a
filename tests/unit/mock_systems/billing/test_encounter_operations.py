"""Encounters are registered once, at a known facility."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

VISIT: dict[str, Any] = {
    "encounterId": "ENC-3",
    "facilityId": 12,
    "class": "E",
    "admittedOn": "20260414",
}


def test_a_registered_encounter_can_be_charged(office: Office) -> None:
    assert office.call("register_encounter", **VISIT) == VISIT
    (effect,) = office.effects
    assert (effect.kind, effect.key, effect.facility) == ("billing.encounter", "ENC-3", "12")
    charge = {"sourceReference": "US-1", "chargeCode": "SUP00001", "quantity": 1}
    body = {**charge, "encounterId": "ENC-3", "serviceDate": "20260414"}
    assert office.call("create_charge", **body)["facilityId"] == 12


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"encounterId": "ENC-1"}, (409, "DUPLICATE_ENCOUNTER", "encounterId")),
        ({"facilityId": 99}, (422, "UNKNOWN_FACILITY", "facilityId")),
        ({"facilityId": "12"}, (422, "INVALID_REQUEST", "facilityId")),
        ({"class": "X"}, (422, "INVALID_REQUEST", "class")),
        ({"admittedOn": "20260230"}, (422, "INVALID_REQUEST", "admittedOn")),
        ({"admittedOn": ""}, (422, "INVALID_REQUEST", "admittedOn")),
    ],
)
def test_a_bad_encounter_is_refused(
    office: Office, change: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert office.refusal("register_encounter", **{**VISIT, **change}) == expected
