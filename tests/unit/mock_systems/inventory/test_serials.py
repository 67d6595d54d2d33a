"""A serial number names one unit for good; a usage names the unit that it took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

PUMP = {
    "item_id": "IV-000007",
    "erp_item_number": "100000007",
    "description": "Pacemaker",
    "lot_tracked": True,
    "implant": True,
    "purchase_uom": "EA",
    "factor": 1,
    "serial_tracked": True,
}
USE: dict[str, Any] = {"facility": "H01", "location": "H01-OR", "item_id": "IV-000007", "qty": 1}


@pytest.fixture(autouse=True)
def units(house: House) -> None:
    house.system.load("items", [PUMP])
    house.receive("IV-000007", 2, lot="A", serials=["S1", "S2"])


def where(house: House, serial: str) -> tuple[str, str]:
    unit = house.call("get_serial", item_id="IV-000007", serial=serial)
    return unit["location"], unit["taken_by"]


def test_a_usage_takes_the_unit_it_names(house: House) -> None:
    usage = house.use("IV-000007", serial="S2")
    assert (usage["serial"], usage["lot"]) == ("S2", "A")
    assert house.data("inventory.usage.recorded")[0]["serial"] == "S2"
    assert where(house, "S2") == ("", usage["usage_id"])
    assert where(house, "S1") == ("H01-OR", "")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, (422, "SERIALS_REQUIRED")),
        ({"qty": 2, "serial": "S1"}, (422, "SERIALS_REQUIRED")),
        ({"serial": "S9"}, (409, "SERIAL_NOT_HERE")),
        ({"serial": "S1", "lot": "B"}, (422, "SERIALS_OF_SEVERAL_LOTS")),
        ({"item_id": "IV-000001", "serial": "S1"}, (422, "NOT_SERIAL_TRACKED")),
    ],
)
def test_a_usage_without_the_right_unit_is_refused(
    house: House, change: dict[str, Any], refusal: tuple[int, str]
) -> None:
    assert house.refusal("record_usage", **{**USE, **change}) == refusal


def test_a_unit_is_used_once(house: House) -> None:
    house.use("IV-000007", serial="S1")
    assert house.refusal("record_usage", **USE, serial="S1") == (409, "SERIAL_NOT_HERE")


def test_a_serial_never_arrives_twice(house: House) -> None:
    house.use("IV-000007", serial="S1")
    line = {"item_id": "IV-000007", "qty": 1, "uom": "EA", "lot": "A", "serials": ["S1"]}
    body = {"facility": "H01", "location": "H01-OR", "lines": [line]}
    assert house.refusal("record_receipt", **body) == (409, "DUPLICATE_SERIAL")
    twice = [{**line, "serials": ["S8"]}] * 2
    assert house.refusal("record_receipt", **{**body, "lines": twice}) == (409, "DUPLICATE_SERIAL")
    few = [{**line, "qty": 2}]
    assert house.refusal("record_receipt", **{**body, "lines": few}) == (422, "SERIALS_REQUIRED")


def test_a_returned_unit_stands_on_its_shelf_again(house: House) -> None:
    usage_id = house.use("IV-000007", serial="S1")["usage_id"]
    house.call("return_usage", usage_id=usage_id, qty=1, reason="not implanted")
    assert where(house, "S1") == ("H01-OR", "")
    house.use("IV-000007", serial="S1")


def test_units_travel_with_their_transfer(house: House) -> None:
    ends = {"from_location": "H01-OR", "to_location": "H01-CS", "item_id": "IV-000007", "qty": 1}
    house.call("transfer_stock", **ends, serials=["S1"])
    assert where(house, "S1") == ("H01-CS", "")
    sent = house.call("ship_transfer", **ends, serials=["S2"])
    assert where(house, "S2") == ("H01-OR>H01-CS", "")
    body = {"transfer_id": sent["transfer_id"], "qty": 1}
    assert house.refusal("receive_transfer", **body) == (422, "SERIALS_REQUIRED")
    house.call("receive_transfer", **body, serials=["S2"])
    assert where(house, "S2") == ("H01-CS", "")


def test_a_lost_unit_is_named_and_may_be_found_again(house: House) -> None:
    body = {"location": "H01-OR", "item_id": "IV-000007", "lot": "A", "reason": "not on shelf"}
    assert house.refusal("adjust_stock", **body, delta=-1) == (422, "SERIALS_REQUIRED")
    house.call("adjust_stock", **body, delta=-1, serials=["S1"])
    assert where(house, "S1")[0] == ""
    house.call("adjust_stock", **body, delta=1, serials=["S1"])
    assert where(house, "S1") == ("H01-OR", "")


def test_serial_items_are_not_counted_by_quantity(house: House) -> None:
    count_id = house.call("open_count", location="H01-OR")["count_id"]
    body = {"count_id": count_id, "item_id": "IV-000007", "lot": "A", "counted_qty": 2}
    assert house.refusal("enter_count", **body) == (422, "SERIAL_TRACKED")
