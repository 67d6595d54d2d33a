"""Masters as other systems read them."""

from __future__ import annotations

from tests.unit.mock_systems.erp.desk import BOXED, MASTERS, Desk


def test_locations_carry_the_common_location_number(desk: Desk) -> None:
    assert desk.done("list_locations")["items"] == MASTERS["locations"]


def test_cost_centers_carry_their_budget(desk: Desk) -> None:
    assert desk.done("list_cost_centers")["items"] == MASTERS["cost_centers"]


def test_one_item_is_listed_by_its_number(desk: Desk) -> None:
    assert len(desk.done("list_items")["items"]) == 3
    (item,) = desk.done("list_items", ItemNumber=BOXED)["items"]
    assert item["Units"] == [
        {"UOMCode": "EA", "Factor": 1},
        {"UOMCode": "BX", "Factor": 10},
        {"UOMCode": "CS", "Factor": 40},
    ]
    assert item["StandardCost"] == "5.00"
    assert desk.done("list_items", ItemNumber="1")["items"] == []
