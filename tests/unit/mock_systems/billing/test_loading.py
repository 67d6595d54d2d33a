"""Master rows are taken or raise; nothing wrong is loaded silently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

FACILITY = {"facilityId": 13, "name": "West", "gln": "0860000000035", "timeZone": "America/Chicago"}
CODE = {
    "chargeCode": "SUP00004",
    "description": "Screw",
    "supplyItem": "100000004",
    "priceCents": 100,
    "revenueCode": "0278",
    "implant": True,
}
VISIT = {"encounterId": "ENC-4", "facilityId": 11, "class": "I", "admittedOn": "20260401"}


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("colours", {}),
        ("facilities", {**FACILITY, "facilityId": 11}),
        ("facilities", {**FACILITY, "gln": "1"}),
        ("facilities", {**FACILITY, "facilityId": "13"}),
        ("chargeMaster", {**CODE, "chargeCode": "SUP00001"}),
        ("chargeMaster", {**CODE, "priceCents": -1}),
        ("chargeMaster", {**CODE, "colour": "red"}),
        ("encounters", {**VISIT, "encounterId": "ENC-1"}),
        ("encounters", {**VISIT, "facilityId": 99}),
        ("supplyLots", {"chargeCode": "SUP99999", "lot": "L1"}),
        ("supplyLots", {"chargeCode": "SUP00003", "lot": ""}),
        ("periods", {"period": "2026-04", "status": "ajar"}),
    ],
)
def test_a_bad_row_raises_and_loads_nothing(office: Office, kind: str, row: dict[str, Any]) -> None:
    before = office.snapshot()
    with pytest.raises(ValueError, match=r"."):
        office.system.load(kind, [row])
    assert office.snapshot() == before


def test_good_rows_of_every_kind_are_taken_without_an_effect(office: Office) -> None:
    office.system.load("facilities", [FACILITY])
    office.system.load("chargeMaster", [CODE])
    office.system.load("encounters", [VISIT])
    office.system.load("supplyLots", [{"chargeCode": "SUP00004", "lot": "L1"}])
    office.system.load("periods", [{"period": "2026-03", "status": "closed", "erpVersion": 3}])
    assert not office.effects
    body = {"sourceReference": "US-1", "encounterId": "ENC-4", "chargeCode": "SUP00004"}
    answer = office.call("create_charge", **body, quantity=1, serviceDate="20260401", lot="L1")
    assert answer["amountCents"] == 100


def test_a_period_that_starts_closing_sends_no_totals_again(office: Office) -> None:
    office.system.load("periods", [{"period": "2026-03", "status": "closing"}])
    office.call("set_period_status", period="2026-03", status="closed", erpVersion=3)
    assert not office.events
