"""An encounter is discharged, coded, final billed, in this order, after the bill hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office


STAY = {"encounterId": "ENC-1"}


def states(office: Office) -> list[str]:
    return [data["status"] for data in office.data("billing.encounter.changed")]


def test_the_way_of_an_encounter_to_its_bill(office: Office) -> None:
    office.charge("ENC-1")
    office.final_bill("ENC-1")
    assert states(office) == ["discharged", "coded", "final_billed"]
    keys = [effect.key for effect in office.of_kind("billing.encounter_status")]
    assert keys == ["ENC-1/discharged", "ENC-1/coded", "ENC-1/final_billed"]
    encounter = office.call("get_encounter", **STAY)
    assert (encounter["instance"], encounter["drg"]) == ("inpatient", "470")
    assert (encounter["chargeCount"], encounter["chargeAmountCents"]) == (1, 2_500)


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("code_encounter", {"diagnosisCodes": ["M1611"]}),
        ("final_bill", {"reviewedBy": "nurse-1"}),
    ],
)
def test_no_step_is_skipped(office: Office, operation: str, body: dict[str, Any]) -> None:
    refusal = office.refusal(operation, **STAY, **body)
    assert refusal[:2] == (409, "ILLEGAL_ENCOUNTER_STATE")


def test_the_bill_is_held_for_late_charges(office: Office) -> None:
    office.charge("ENC-1")
    office.call("discharge_encounter", **STAY, dischargedOn="20260411")
    office.call("code_encounter", **STAY, diagnosisCodes=["M1611"])
    body = {**STAY, "reviewedBy": "nurse-1"}
    assert office.refusal("final_bill", **body)[:2] == (409, "BILL_HOLD")
    office.system.load("settings", [{"billHoldDays": 3}])
    assert office.call("final_bill", **body)["status"] == "final_billed"


def test_coding_is_revised_until_the_final_bill(office: Office) -> None:
    office.charge("ENC-1")
    office.final_bill("ENC-1")
    late = {**STAY, "diagnosisCodes": ["Z471"]}
    assert office.refusal("code_encounter", **late)[:2] == (409, "ILLEGAL_ENCOUNTER_STATE")


def test_an_encounter_without_charges_is_not_billed(office: Office) -> None:
    office.call("discharge_encounter", **STAY, dischargedOn="20260401")
    office.call("code_encounter", **STAY, diagnosisCodes=["M1611"])
    assert office.refusal("final_bill", **STAY, reviewedBy="n")[:2] == (409, "NO_CHARGES")


def test_nobody_leaves_before_arriving(office: Office) -> None:
    body = {**STAY, "dischargedOn": "20260331"}
    refusal = office.refusal("discharge_encounter", **body)
    assert refusal == (422, "DISCHARGED_BEFORE_ADMISSION", "dischargedOn")


def test_coverages_are_known_payers(office: Office) -> None:
    body = {"encounterId": "ENC-9", "facilityId": 11, "class": "E", "admittedOn": "20260401"}
    unknown = {**body, "coverages": ["NOBODY"]}
    assert office.refusal("register_encounter", **unknown)[:2] == (422, "UNKNOWN_PAYER")
    office.with_payers()
    office.call("register_encounter", **{**body, "coverages": ["AETNA"]})
    encounter = office.call("get_encounter", encounterId="ENC-9")
    assert (encounter["coverages"], encounter["instance"]) == (["AETNA"], "outpatient")
