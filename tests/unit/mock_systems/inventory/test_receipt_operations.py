"""Receipts convert to eaches, keep their lots, say which period they belong to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

DELIVERY: dict[str, Any] = {"facility": "H01", "location": "H01-CS", "po_number": "PO-7"}
HIPS = {
    "po_line": 2,
    "item_id": "IV-000003",
    "qty": 3,
    "uom": "CS",
    "lot": "L9",
    "expiry": "20280131",
}


def test_purchase_units_are_put_on_the_shelf_as_eaches(house: House) -> None:
    gauze = {"po_line": 1, "item_id": "IV-000001", "qty": 4, "uom": "BX"}
    answer = house.call("record_receipt", **DELIVERY, lines=[gauze, HIPS])
    assert answer["receipt_no"] == "RC-00000001"
    assert answer["received_at"] == "20260414151530"
    assert [line["qty_each"] for line in answer["lines"]] == [200, 6]
    assert house.books() == {"H01-CS/IV-000001/": 200, "H01-CS/IV-000003/L9": 6}


def test_each_line_is_an_effect_with_what_the_order_needs(house: House) -> None:
    house.call("record_receipt", **DELIVERY, lines=[HIPS])
    line, movement = house.effects
    assert (line.kind, line.key, line.count) == ("inventory.receipt_line", "RC-00000001/1", 1)
    assert (line.quantity, line.uom, line.facility, line.period) == (6, "EA", "H01", "2026-04")
    assert line.facts == {
        "po": "PO-7",
        "po_line": 2,
        "item": "100000003",
        "qty_purchase": 3,
        "uom": "CS",
        "lot": "L9",
        "implant": True,
        "location": "H01-CS",
    }
    assert (movement.kind, movement.key) == ("inventory.movement", "H01-CS/IV-000003/L9")
    assert movement.quantity == 6


def test_the_event_speaks_eaches_and_keeps_the_lot(house: House) -> None:
    house.call("record_receipt", **DELIVERY, lines=[HIPS])
    (data,) = house.data("inventory.receipt.recorded")
    assert data == {
        "receipt_no": "RC-00000001",
        "facility": "H01",
        "location": "H01-CS",
        "po_number": "PO-7",
        "received_at": "20260414151530",
        "lines": [
            {
                "line_no": 1,
                "po_line": 2,
                "item_id": "IV-000003",
                "erp_item_number": "100000003",
                "qty_each": 6,
                "lot": "L9",
                "expiry": "20280131",
                "implant": True,
            }
        ],
    }


def test_the_same_delivery_twice_is_two_receipts(house: House) -> None:
    house.call("record_receipt", **DELIVERY, lines=[HIPS])
    house.call("record_receipt", **DELIVERY, lines=[HIPS])
    assert house.books() == {"H01-CS/IV-000003/L9": 12}


def test_eaches_are_taken_as_eaches(house: House) -> None:
    house.call("record_receipt", **DELIVERY, lines=[{**HIPS, "uom": "EA"}])
    assert house.books() == {"H01-CS/IV-000003/L9": 3}


def test_a_lot_keeps_the_expiry_that_was_recorded_first(house: House) -> None:
    house.call("record_receipt", **DELIVERY, lines=[HIPS])
    again = {**HIPS, "expiry": "20300101"}
    answer = house.call("record_receipt", **DELIVERY, lines=[again])
    assert answer["lines"][0]["expiry"] == "20280131"


def test_items_without_lots_ignore_a_lot_on_the_label(house: House) -> None:
    gauze = {"item_id": "IV-000001", "qty": 1, "uom": "EA", "lot": "X", "expiry": "20270101"}
    answer = house.call("record_receipt", **DELIVERY, lines=[gauze])
    assert (answer["lines"][0]["lot"], answer["lines"][0]["expiry"]) == ("", "")


def test_one_bad_line_refuses_the_whole_delivery(house: House) -> None:
    bad = {"item_id": "IV-000002", "qty": 1, "uom": "BX"}
    assert house.refusal("record_receipt", **DELIVERY, lines=[HIPS, bad]) == (422, "LOT_REQUIRED")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"uom": "BX"}, "UOM_MISMATCH"),
        ({"item_id": "IV-000009"}, "UNKNOWN_ITEM"),
        ({"lot": ""}, "LOT_REQUIRED"),
        ({"qty": 0}, "INVALID_REQUEST"),
        ({"qty": -1}, "INVALID_REQUEST"),
        ({"qty": "3"}, "INVALID_REQUEST"),
        ({"qty": True}, "INVALID_REQUEST"),
        ({"expiry": "20260231"}, "INVALID_REQUEST"),
        ({"colour": "red"}, "INVALID_REQUEST"),
    ],
)
def test_a_bad_line_is_refused(house: House, change: dict[str, Any], code: str) -> None:
    line = {**HIPS, **change}
    assert house.refusal("record_receipt", **DELIVERY, lines=[line]) == (422, code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"location": "H01-XX"}, "UNKNOWN_LOCATION"),
        ({"facility": "H09"}, "UNKNOWN_FACILITY"),
        ({"facility": "H02"}, "LOCATION_NOT_IN_FACILITY"),
        ({"lines": []}, "INVALID_REQUEST"),
    ],
)
def test_a_bad_delivery_is_refused(house: House, change: dict[str, Any], code: str) -> None:
    delivery = {**DELIVERY, "lines": [HIPS], **change}
    assert house.refusal("record_receipt", **delivery) == (422, code)


def test_a_closed_period_takes_no_receipt(house: House) -> None:
    house.call("set_period_status", period="2026-04", status="closed", erp_version=3)
    assert house.refusal("record_receipt", **DELIVERY, lines=[HIPS]) == (422, "PERIOD_CLOSED")


def test_the_period_is_the_facility_s_own_on_both_sides_of_midnight(house: House) -> None:
    house.instant = datetime(2026, 5, 1, 4, 30, tzinfo=UTC)
    house.call("record_receipt", **DELIVERY, lines=[HIPS])
    eastern = {**DELIVERY, "facility": "H02", "location": "H02-OR"}
    house.call("record_receipt", **eastern, lines=[HIPS])
    periods = [effect.period for effect in house.of_kind("inventory.receipt_line")]
    assert periods == ["2026-04", "2026-05"]
