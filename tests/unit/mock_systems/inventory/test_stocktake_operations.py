"""A count posts differences once, large ones only after a second count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House


@pytest.fixture
def count(house: House) -> str:
    house.stock("H01-OR", "IV-000002", 10, "A", "20270101")
    return str(house.call("open_count", location="H01-OR")["count_id"])


def enter(house: House, count: str, qty: int) -> dict[str, object]:
    body = {"count_id": count, "item_id": "IV-000002", "lot": "A", "counted_qty": qty}
    return dict(house.call("enter_count", **body)["lines"][0])


def test_a_small_difference_is_posted_with_its_reason(house: House, count: str) -> None:
    assert enter(house, count, 8)["recount"] is False
    posted = house.call("post_count", count_id=count, reason="monthly")
    assert posted["status"] == "posted"
    (adjustment,) = house.of_kind("inventory.adjustment")
    assert (adjustment.quantity, adjustment.facts["reason"]) == (-2, f"{count}: monthly")
    assert house.books() == {"H01-OR/IV-000002/A": 8}


def test_a_large_difference_waits_for_a_second_count(house: House, count: str) -> None:
    assert enter(house, count, 4)["recount"] is True
    body = {"count_id": count, "reason": "monthly"}
    assert house.refusal("post_count", **body) == (409, "RECOUNT_REQUIRED")
    assert enter(house, count, 5)["recount"] is True
    assert enter(house, count, 5)["recount"] is False
    house.call("post_count", **body)
    assert house.books() == {"H01-OR/IV-000002/A": 5}


def test_usage_between_entry_and_posting_stays_right(house: House, count: str) -> None:
    enter(house, count, 9)
    house.use("IV-000002", 3)
    house.call("post_count", count_id=count, reason="monthly")
    assert house.books() == {"H01-OR/IV-000002/A": 6}


def test_a_count_that_stock_overtook_is_refused(house: House, count: str) -> None:
    enter(house, count, 8)
    house.use("IV-000002", 9)
    body = {"count_id": count, "reason": "monthly"}
    assert house.refusal("post_count", **body) == (409, "COUNT_STALE")


def test_a_location_has_one_open_count(house: House, count: str) -> None:
    assert house.refusal("open_count", location="H01-OR") == (409, "COUNT_OPEN")
    house.call("cancel_count", count_id=count)
    assert house.refusal("cancel_count", count_id=count) == (409, "COUNT_NOT_OPEN")
    assert house.call("open_count", location="H01-OR")["count_id"] != count
    assert house.call("get_count", count_id=count)["status"] == "cancelled"
    assert not house.of_kind("inventory.movement")


def test_an_unknown_lot_is_not_counted(house: House, count: str) -> None:
    body = {"count_id": count, "item_id": "IV-000002", "counted_qty": 1}
    assert house.refusal("enter_count", **body, lot="Z") == (422, "UNKNOWN_LOT")
    assert house.refusal("enter_count", **body) == (422, "LOT_REQUIRED")
