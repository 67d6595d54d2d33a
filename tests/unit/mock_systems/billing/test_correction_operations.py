"""A correction is a credit with its rebill; late charges are flagged where they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office


def test_a_correction_credits_one_charge_and_posts_the_other(office: Office) -> None:
    wrong = office.charge("ENC-1", 2)["chargeId"]
    right = office.call("correct_charge", chargeId=wrong, reason="count", quantity=3)
    assert (right["corrects"], right["amountCents"], right["sourceReference"]) == (
        wrong,
        3_750,
        "US-1",
    )
    old = office.call("get_charge", chargeId=wrong)
    assert (old["status"], old["correctedBy"]) == ("credited", right["chargeId"])
    assert [effect.count for effect in office.of_kind("billing.charge")] == [1, -1, 1]
    assert office.revenue() == {"2026-04/11": (1, 3_750)}
    assert office.data("billing.charge.corrected")[0]["reason"] == "count"


def test_a_charge_moves_to_the_right_encounter(office: Office) -> None:
    wrong = office.charge("ENC-1")["chargeId"]
    office.call("correct_charge", chargeId=wrong, reason="patient", encounterId="ENC-2")
    assert office.revenue()["2026-04/12"] == (1, 2_500)
    assert office.revenue()["2026-04/11"] == (0, 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "NOTHING_TO_CORRECT"),
        ({"quantity": 2}, "NOTHING_TO_CORRECT"),
        ({"chargeCode": "SUP00003"}, "LOT_REQUIRED"),
        ({"chargeCode": "SUP99999"}, "UNKNOWN_CHARGE_CODE"),
    ],
)
def test_a_correction_must_be_a_legal_charge(
    office: Office, change: dict[str, Any], code: str
) -> None:
    wrong = office.charge("ENC-1", 2)["chargeId"]
    body = {"chargeId": wrong, "reason": "?", **change}
    assert office.refusal("correct_charge", **body)[:2] == (422, code)


def test_a_charge_on_an_active_claim_is_not_corrected(office: Office) -> None:
    claim_id = office.with_payers().claim()
    body = {"chargeId": "CH-00000001", "reason": "count", "quantity": 9}
    assert office.refusal("correct_charge", **body)[:2] == (409, "CHARGE_ON_CLAIM")
    office.call("record_claim_status", claimId=claim_id, categoryCode="A3")
    office.call("close_claim", claimId=claim_id, reason="wrong charge")
    office.call("correct_charge", **body)


@pytest.mark.parametrize(("service_date", "late"), [("20260411", False), ("20260410", True)])
def test_a_charge_is_late_more_than_three_days_after_the_service(
    office: Office, service_date: str, late: bool
) -> None:
    charge_id = office.with_payers().charge(serviceDate=service_date)["chargeId"]
    charge = office.call("get_charge", chargeId=charge_id)
    assert (charge["late"], charge["postedOn"]) == (late, "20260414")
    assert office.book("billing.late_charges") == ({"2026-04/11": 2_500} if late else {})


def test_the_day_of_posting_is_the_facilitys(office: Office) -> None:
    office.instant = office.instant.replace(day=15, hour=4, minute=30)
    north = office.charge("ENC-1")["chargeId"]
    south = office.charge("ENC-2")["chargeId"]
    assert office.call("get_charge", chargeId=north)["postedOn"] == "20260414"
    assert office.call("get_charge", chargeId=south)["postedOn"] == "20260415"
