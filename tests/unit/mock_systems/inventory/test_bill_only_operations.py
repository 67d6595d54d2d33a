"""A bill-only implant moves no stock, is known by lot or serial, is found by encounter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

STEM: dict[str, Any] = {
    "facility": "H01",
    "location": "H01-OR",
    "item_id": "IV-000003",
    "qty": 1,
    "supplier": "30000123",
    "encounter_id": "ENC-1",
    "lot": "TRAY-7",
}


def test_a_bill_only_implant_is_an_effect_and_an_event_without_movement(house: House) -> None:
    answer = house.call("record_bill_only", **STEM)
    assert [effect.kind for effect in house.effects] == ["inventory.bill_only"]
    assert house.effects[0].facts["supplier"] == "30000123"
    (event,) = house.data("inventory.bill_only.recorded")
    assert (event["lot"], event["supplier"], event["bill_only"]) == ("TRAY-7", "30000123", True)
    assert event["usage_id"] == answer["usage_id"] == "BO-00000001"
    assert not house.books()


def test_it_stands_among_the_usages_of_its_encounter(house: House) -> None:
    house.call("record_bill_only", **STEM)
    found = house.call("find_usages", encounter_id="ENC-1")
    assert [usage["usage_id"] for usage in found["items"]] == ["BO-00000001"]


def test_a_returned_one_goes_back_to_its_supplier(house: House) -> None:
    usage_id = house.call("record_bill_only", **STEM, serial="S1")["usage_id"]
    again = {**STEM, "serial": "S1"}
    assert house.refusal("record_bill_only", **again) == (409, "DUPLICATE_SERIAL")
    house.call("return_usage", usage_id=usage_id, qty=1, reason="not implanted")
    assert not house.of_kind("inventory.movement")
    house.call("record_bill_only", **again)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lot": ""}, "LOT_OR_SERIAL_REQUIRED"),
        ({"serial": "S1", "qty": 2}, "SERIALS_REQUIRED"),
        ({"supplier": ""}, "INVALID_REQUEST"),
        ({"encounter_id": ""}, "INVALID_REQUEST"),
        ({"item_id": "IV-9"}, "UNKNOWN_ITEM"),
    ],
)
def test_a_bad_one_is_refused(house: House, change: dict[str, Any], code: str) -> None:
    assert house.refusal("record_bill_only", **{**STEM, **change}) == (422, code)
