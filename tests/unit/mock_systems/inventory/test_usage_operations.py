"""Usages take one lot, the first to expire, never more than is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

HIP: dict[str, Any] = {
    "facility": "H01",
    "location": "H01-OR",
    "item_id": "IV-000003",
    "qty": 1,
    "encounter_id": "ENC-1",
}


@pytest.fixture(autouse=True)
def shelf(house: House) -> None:
    house.stock("H01-OR", "IV-000003", 5, "LATE", "20290101")
    house.stock("H01-OR", "IV-000003", 2, "SOON", "20260601")
    house.stock("H01-OR", "IV-000003", 9, "NEVER", "")
    house.stock("H01-OR", "IV-000001", 40)


def test_a_usage_is_an_effect_with_its_lot_and_encounter(house: House) -> None:
    house.call("record_usage", **HIP)
    usage, movement = house.effects
    assert (usage.kind, usage.key, usage.quantity) == ("inventory.usage", "US-00000001", 1)
    assert (usage.uom, usage.facility, usage.period) == ("EA", "H01", "2026-04")
    assert usage.facts == {
        "item": "100000003",
        "lot": "SOON",
        "encounter": "ENC-1",
        "cost_center": "CC-1010",
        "location": "H01-OR",
        "implant": True,
    }
    assert (movement.key, movement.quantity) == ("H01-OR/IV-000003/SOON", -1)


def test_the_event_tells_what_was_used_for_whom(house: House) -> None:
    answer = house.call("record_usage", **HIP)
    expected = {
        "usage_id": "US-00000001",
        "facility": "H01",
        "location": "H01-OR",
        "item_id": "IV-000003",
        "erp_item_number": "100000003",
        "qty": 1,
        "lot": "SOON",
        "encounter_id": "ENC-1",
        "performed_at": "20260414151530",
    }
    assert answer == expected
    assert house.data("inventory.usage.recorded") == [expected]
    assert house.events[0].subject == "US-00000001"


def test_lots_leave_in_the_order_in_which_they_expire(house: House) -> None:
    taken = [house.call("record_usage", **HIP)["lot"] for _ in range(16)]
    assert taken == ["SOON"] * 2 + ["LATE"] * 5 + ["NEVER"] * 9
    assert house.refusal("record_usage", **HIP) == (409, "INSUFFICIENT_STOCK")


def test_a_quantity_comes_from_the_first_lot_that_alone_holds_it(house: House) -> None:
    assert house.call("record_usage", **{**HIP, "qty": 3})["lot"] == "LATE"
    assert house.call("record_usage", **HIP)["lot"] == "SOON"


def test_a_quantity_that_only_several_lots_hold_is_refused(house: House) -> None:
    assert house.refusal("record_usage", **{**HIP, "qty": 10}) == (409, "INSUFFICIENT_STOCK")


def test_a_named_lot_is_taken_although_another_expires_sooner(house: House) -> None:
    assert house.call("record_usage", **HIP, lot="LATE")["lot"] == "LATE"


def test_a_lot_elsewhere_does_not_serve(house: House) -> None:
    house.stock("H01-CS", "IV-000003", 5, "DEEP", "20260601")
    assert house.refusal("record_usage", **HIP, lot="DEEP") == (409, "INSUFFICIENT_STOCK")


def test_the_same_usage_twice_takes_stock_twice(house: House) -> None:
    first, second = (house.call("record_usage", **HIP)["usage_id"] for _ in range(2))
    assert first != second
    assert house.books()["H01-OR/IV-000003/LATE"] == 5
    assert "H01-OR/IV-000003/SOON" not in house.books()


def test_a_usage_counts_in_the_period_in_which_it_was_performed(house: House) -> None:
    house.call("record_usage", **HIP, performed_at="20260331235959")
    (usage,) = house.of_kind("inventory.usage")
    assert usage.period == "2026-03"
    assert house.data("inventory.usage.recorded")[0]["performed_at"] == "20260331235959"


def test_a_closing_period_still_takes_a_usage_and_a_closed_one_does_not(house: House) -> None:
    house.call("set_period_status", period="2026-03", status="closing", erp_version=2)
    house.call("record_usage", **HIP, performed_at="20260331120000")
    house.call("set_period_status", period="2026-03", status="closed", erp_version=3)
    late = house.refusal("record_usage", **HIP, performed_at="20260331120000")
    assert late == (422, "PERIOD_CLOSED")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"location": "H01-XX"}, 422, "UNKNOWN_LOCATION"),
        ({"facility": "H02"}, 422, "LOCATION_NOT_IN_FACILITY"),
        ({"item_id": "IV-000009"}, 422, "UNKNOWN_ITEM"),
        ({"item_id": "IV-000002"}, 409, "INSUFFICIENT_STOCK"),
        ({"lot": "NONE"}, 409, "INSUFFICIENT_STOCK"),
        ({"qty": 0}, 422, "INVALID_REQUEST"),
        ({"qty": 1.5}, 422, "INVALID_REQUEST"),
        ({"performed_at": "20260414250000"}, 422, "INVALID_REQUEST"),
        ({"performed_at": "20260231120000"}, 422, "INVALID_REQUEST"),
        ({"performed_at": "2026-04-14"}, 422, "INVALID_REQUEST"),
    ],
)
def test_a_bad_usage_is_refused(
    house: House, change: dict[str, Any], status: int, code: str
) -> None:
    assert house.refusal("record_usage", **{**HIP, **change}) == (status, code)
