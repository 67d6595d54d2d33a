"""Charges are posted at the master's price, found by reference, credited at most once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

SUTURES: dict[str, Any] = {
    "sourceReference": "US-00000001",
    "encounterId": "ENC-1",
    "chargeCode": "SUP00001",
    "quantity": 3,
    "serviceDate": "20260414",
    "departmentCode": "CC-1010",
}
HIP = {**SUTURES, "chargeCode": "SUP00003", "quantity": 1, "lot": "L9"}


def test_a_charge_costs_price_times_quantity_at_the_encounter_s_facility(office: Office) -> None:
    answer = office.call("create_charge", **SUTURES)
    expected = {
        "chargeId": "CH-00000001",
        **SUTURES,
        "facilityId": 11,
        "amountCents": 3_750,
        "lot": "",
        "status": "posted",
    }
    assert answer == expected
    assert office.data("billing.charge.posted") == [expected]
    (effect,) = office.effects
    assert (effect.kind, effect.key, effect.count) == ("billing.charge", "US-00000001", 1)
    assert (effect.amount_minor, effect.quantity, effect.uom) == (3_750, 3, "EA")
    assert (effect.facility, effect.period) == ("11", "2026-04")
    assert office.revenue() == {"2026-04/11": (1, 3_750)}


def test_an_implant_keeps_its_lot_on_the_charge(office: Office) -> None:
    answer = office.call("create_charge", **HIP)
    assert (answer["lot"], answer["amountCents"]) == ("L9", 480_000)


def test_same_reference_twice_without_key_makes_two_charges(office: Office) -> None:
    first = office.call("create_charge", **SUTURES)
    second = office.call("create_charge", **SUTURES)
    assert first["chargeId"] != second["chargeId"]
    assert office.revenue() == {"2026-04/11": (2, 7_500)}


def test_same_key_twice_makes_one_charge_with_the_same_answer(office: Office) -> None:
    first = office.send("create_charge", SUTURES, "key-1")
    assert office.send("create_charge", SUTURES, "key-1") == first
    assert len(office.effects) == len(office.events) == 1
    assert office.revenue() == {"2026-04/11": (1, 3_750)}


def test_same_key_with_another_body_is_refused(office: Office) -> None:
    office.send("create_charge", SUTURES, "key-1")
    status, answer = office.send("create_charge", {**SUTURES, "quantity": 4}, "key-1")
    assert (status, answer["errors"][0]["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert len(office.effects) == 1


def test_a_key_is_forgotten_after_a_day(office: Office) -> None:
    office.send("create_charge", SUTURES, "key-1")
    office.instant += timedelta(hours=24)
    office.send("create_charge", SUTURES, "key-1")
    assert len(office.effects) == 2


def test_a_refused_charge_does_not_use_up_its_key(office: Office) -> None:
    early = {**SUTURES, "encounterId": "ENC-9"}
    assert office.send("create_charge", early, "key-1")[0] == 422
    body = {"encounterId": "ENC-9", "facilityId": 11, "class": "E", "admittedOn": "20260414"}
    office.call("register_encounter", **body)
    assert office.send("create_charge", early, "key-1")[0] == 201


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"chargeCode": "SUP99999"}, "UNKNOWN_CHARGE_CODE", "chargeCode"),
        ({"encounterId": "ENC-9"}, "UNKNOWN_ENCOUNTER", "encounterId"),
        ({"lot": "L8"}, "LOT_NOT_ELIGIBLE", "lot"),
        ({"lot": ""}, "LOT_REQUIRED", "lot"),
        ({"quantity": 0}, "INVALID_REQUEST", "quantity"),
        ({"quantity": "1"}, "INVALID_REQUEST", "quantity"),
        ({"serviceDate": "20260431"}, "INVALID_REQUEST", "serviceDate"),
        ({"serviceDate": "2026-04-14"}, "INVALID_REQUEST", "serviceDate"),
        ({"sourceReference": ""}, "INVALID_REQUEST", "sourceReference"),
        ({"amountCents": 1}, "INVALID_REQUEST", "amountCents"),
    ],
)
def test_a_bad_charge_is_refused(
    office: Office, change: dict[str, Any], code: str, field: str
) -> None:
    assert office.refusal("create_charge", **{**HIP, **change}) == (422, code, field)


def test_a_closing_period_still_takes_a_charge_and_a_closed_one_does_not(office: Office) -> None:
    office.call("set_period_status", period="2026-04", status="closing", erpVersion=2)
    charge_id = office.call("create_charge", **SUTURES)["chargeId"]
    office.call("set_period_status", period="2026-04", status="closed", erpVersion=3)
    closed = (422, "PERIOD_CLOSED", "serviceDate")
    assert office.refusal("create_charge", **SUTURES) == closed
    assert office.refusal("credit_charge", chargeId=charge_id, reason="late") == closed
    office.call("create_charge", **{**SUTURES, "serviceDate": "20260501"})


def test_charges_are_found_by_reference_in_order_of_posting(office: Office) -> None:
    first = office.call("create_charge", **SUTURES)
    office.call("create_charge", **{**SUTURES, "sourceReference": "US-00000002"})
    second = office.call("create_charge", **SUTURES)
    found = office.call("find_charges", sourceReference="US-00000001")["charges"]
    assert found == [first, second]
    assert office.call("find_charges", sourceReference="US-00000009") == {"charges": []}


def test_a_credit_reverses_the_charge_in_full(office: Office) -> None:
    charge_id = office.call("create_charge", **SUTURES)["chargeId"]
    answer = office.call("credit_charge", chargeId=charge_id, reason="wrong patient")
    assert answer["status"] == "credited"
    posted, credited = office.effects
    assert credited == posted._replace(count=-1)
    assert office.revenue() == {"2026-04/11": (0, 0)}
    (found,) = office.call("find_charges", sourceReference="US-00000001")["charges"]
    assert found["status"] == "credited"


def test_a_credited_charge_is_final(office: Office) -> None:
    charge_id = office.call("create_charge", **SUTURES)["chargeId"]
    office.call("credit_charge", chargeId=charge_id, reason="wrong patient")
    again = office.refusal("credit_charge", chargeId=charge_id, reason="again")
    assert again == (409, "ALREADY_CREDITED", "chargeId")


@pytest.mark.parametrize(
    "charge_id", ["CH-00000002", "CH-00000000", "CH-1", "1", "CH-x", "CH-²", "CH--0000001"]
)
def test_an_unknown_charge_cannot_be_credited(office: Office, charge_id: str) -> None:
    office.call("create_charge", **SUTURES)
    unknown = office.refusal("credit_charge", chargeId=charge_id, reason="?")
    assert unknown == (404, "UNKNOWN_CHARGE", "chargeId")


def test_a_credit_needs_a_reason(office: Office) -> None:
    charge_id = office.call("create_charge", **SUTURES)["chargeId"]
    refused = office.refusal("credit_charge", chargeId=charge_id, reason="")
    assert refused == (422, "INVALID_REQUEST", "reason")


def test_a_charge_of_a_closed_month_is_credited_in_an_open_one(office: Office) -> None:
    charge_id = office.call("create_charge", **SUTURES)["chargeId"]
    office.call("set_period_status", period="2026-04", status="closed", erpVersion=2)
    body = {"chargeId": charge_id, "reason": "wrong patient", "creditReference": "EHR/T2"}
    late = {**body, "creditDate": "20260430"}
    assert office.refusal("credit_charge", **late) == (422, "PERIOD_CLOSED", "creditDate")
    office.call("credit_charge", **{**body, "creditDate": "20260501"})
    posted, *_, taken_back, credit = office.effects
    assert taken_back == posted._replace(count=-1, period="2026-05")
    assert (credit.key, credit.period) == ("EHR/T2", "2026-05")
    amount = posted.amount_minor
    assert office.revenue() == {"2026-04/11": (1, amount), "2026-05/11": (-1, -amount)}
    assert office.call("get_charge", chargeId=charge_id)["creditPeriod"] == "2026-05"


def test_a_charge_is_not_credited_before_its_day(office: Office) -> None:
    charge_id = office.call("create_charge", **SUTURES)["chargeId"]
    early = {"chargeId": charge_id, "reason": "wrong patient", "creditDate": "20260413"}
    assert office.refusal("credit_charge", **early) == (422, "CREDIT_BEFORE_CHARGE", "creditDate")
