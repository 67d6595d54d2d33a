"""What the billing platform takes over from the ERP (S05): departments (P17), supplies (P02)."""

from __future__ import annotations

from typing import Any

from tests.unit.mock_systems.billing.conftest import Office

DEPARTMENT: dict[str, Any] = {
    "departmentCode": "CC-9001",
    "name": "PROGRAMME 1",
    "facilityId": 11,
    "active": True,
    "erpVersion": 2,
}
SUPPLY: dict[str, Any] = {
    "supplyItem": "90000001",
    "description": "Drape",
    "costCents": 1_205,
    "purchaseUnit": "BX",
    "eachesPerUnit": 10,
    "active": True,
    "itemVersion": 1,
}


def test_a_stale_version_of_a_department_is_refused(office: Office) -> None:
    office.call("put_department", **DEPARTMENT)
    office.call("put_department", **DEPARTMENT)
    (effect,) = office.effects
    assert (effect.kind, effect.key, effect.version) == (
        *("billing.reference", "COST_CENTER/CC-9001"),
        2,
    )
    status, answer = office.send("put_department", {**DEPARTMENT, "erpVersion": 1})
    assert (status, answer["errors"][0]["code"]) == (409, "STALE_VERSION")
    status, answer = office.send("put_department", {**DEPARTMENT, "facilityId": 99})
    assert (status, answer["errors"][0]["code"]) == (422, "UNKNOWN_FACILITY")


def test_a_new_supply_gets_one_code_at_the_mark_up_of_one_each(office: Office) -> None:
    answer = office.call("put_supply_code", **SUPPLY)
    assert answer["priceCents"] == 362
    assert office.call("put_supply_code", **SUPPLY) == answer
    (effect,) = office.effects
    assert (effect.kind, effect.key, effect.uom) == ("billing.item", "90000001", "BX/10")
    charge = {
        "sourceReference": "US-1",
        "encounterId": "ENC-1",
        "chargeCode": answer["chargeCode"],
        "quantity": 2,
        "serviceDate": "20260414",
    }
    office.call("create_charge", **charge)
    assert office.system.tables.charges[1].amount_cents == 724


def test_a_supply_on_file_keeps_its_code_and_its_price(office: Office) -> None:
    known = {**SUPPLY, "supplyItem": "100000002", "itemVersion": 2, "active": False}
    answer = office.call("put_supply_code", **known)
    assert (answer["chargeCode"], answer["priceCents"]) == ("SUP00001", 1_250)
    assert (answer["active"], answer["itemVersion"]) == (False, 2)
    status, body = office.send("put_supply_code", {**known, "itemVersion": 1})
    assert (status, body["errors"][0]["code"]) == (409, "STALE_VERSION")
