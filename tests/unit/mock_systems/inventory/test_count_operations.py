"""Adjustments are signed differences with a reason; stock can be read with its lots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

COUNT: dict[str, Any] = {
    "location": "H01-OR",
    "item_id": "IV-000002",
    "lot": "A",
    "delta": -3,
    "reason": "expired",
}


@pytest.fixture(autouse=True)
def shelf(house: House) -> None:
    house.stock("H01-OR", "IV-000002", 10, "A", "20270101")
    house.stock("H01-OR", "IV-000002", 4, "B", "20260601")


def test_a_loss_takes_from_the_counted_lot(house: House) -> None:
    answer = house.call("adjust_stock", **COUNT)
    assert answer == {
        "adjustment_id": "AD-00000001",
        "location": "H01-OR",
        "item_id": "IV-000002",
        "lot": "A",
        "delta": -3,
        "on_hand": 11,
    }
    adjustment, movement = house.effects
    assert (adjustment.kind, adjustment.key) == ("inventory.adjustment", "AD-00000001")
    assert (adjustment.quantity, adjustment.period) == (-3, "2026-04")
    assert (movement.key, movement.quantity) == ("H01-OR/IV-000002/A", -3)


def test_a_find_adds_to_a_known_lot_even_where_none_was_left(house: House) -> None:
    house.call("adjust_stock", **{**COUNT, "delta": -10})
    house.call("adjust_stock", **{**COUNT, "delta": 2})
    house.call("adjust_stock", **{**COUNT, "location": "H02-OR", "delta": 1})
    lots = house.call("get_stock", location="H01-OR", item_id="IV-000002")["lots"]
    assert lots[1] == {"lot": "A", "expiry": "20270101", "qty": 2}
    assert house.books()["H02-OR/IV-000002/A"] == 1


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"delta": -11}, 409, "INSUFFICIENT_STOCK"),
        ({"lot": "C"}, 409, "INSUFFICIENT_STOCK"),
        ({"lot": "C", "delta": 1}, 422, "UNKNOWN_LOT"),
        ({"lot": ""}, 422, "LOT_REQUIRED"),
        ({"location": "H09-OR"}, 422, "UNKNOWN_LOCATION"),
        ({"item_id": "IV-000009"}, 422, "UNKNOWN_ITEM"),
        ({"delta": 0}, 422, "INVALID_REQUEST"),
        ({"reason": ""}, 422, "INVALID_REQUEST"),
    ],
)
def test_a_bad_count_is_refused(
    house: House, change: dict[str, Any], status: int, code: str
) -> None:
    assert house.refusal("adjust_stock", **{**COUNT, **change}) == (status, code)


def test_a_closed_period_takes_no_adjustment(house: House) -> None:
    house.call("set_period_status", period="2026-04", status="closed", erp_version=3)
    assert house.refusal("adjust_stock", **COUNT) == (422, "PERIOD_CLOSED")


def test_a_shelf_reads_with_its_lots_in_the_order_of_use(house: House) -> None:
    answer = house.call("get_stock", location="H01-OR", item_id="IV-000002")
    assert answer["on_hand"] == 14
    assert [lot["lot"] for lot in answer["lots"]] == ["B", "A"]
    assert (answer["facility"], answer["erp_item_number"]) == ("H01", "100000002")


def test_a_shelf_that_never_held_the_item_reads_as_empty(house: House) -> None:
    before = house.snapshot()
    answer = house.call("get_stock", location="H02-OR", item_id="IV-000001")
    assert (answer["on_hand"], answer["lots"]) == (0, [])
    assert house.snapshot() == before


def test_an_unknown_shelf_is_refused(house: House) -> None:
    unknown = house.refusal("get_stock", location="H02-OR", item_id="IV-000009")
    assert unknown == (422, "UNKNOWN_ITEM")
    unknown = house.refusal("get_stock", location="H09", item_id="IV-000001")
    assert unknown == (422, "UNKNOWN_LOCATION")
