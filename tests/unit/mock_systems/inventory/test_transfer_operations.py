"""Transfers move one lot between two locations, net zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

REPLENISHMENT: dict[str, Any] = {
    "from_location": "H01-CS",
    "to_location": "H01-OR",
    "item_id": "IV-000002",
    "lot": "A",
    "qty": 4,
}


@pytest.fixture(autouse=True)
def store(house: House) -> None:
    house.stock("H01-CS", "IV-000002", 10, "A", "20270101")
    house.stock("H01-CS", "IV-000002", 3, "B", "20260601")


def test_a_transfer_is_two_movements_that_net_to_zero(house: House) -> None:
    answer = house.call("transfer_stock", **REPLENISHMENT)
    assert answer["transfer_id"] == "TR-00000001"
    transfer, *movements = house.effects
    assert (transfer.kind, transfer.key) == ("inventory.transfer", "TR-00000001")
    assert (transfer.quantity, transfer.facility) == (4, "H01")
    assert [(movement.key, movement.quantity) for movement in movements] == [
        ("H01-CS/IV-000002/A", -4),
        ("H01-OR/IV-000002/A", 4),
    ]
    assert house.books()["H01-OR/IV-000002/A"] == 4
    assert not house.events


def test_the_lot_keeps_its_expiry_at_the_other_end(house: House) -> None:
    house.call("transfer_stock", **REPLENISHMENT)
    shelf = house.call("get_stock", location="H01-OR", item_id="IV-000002")
    assert shelf["lots"] == [{"lot": "A", "expiry": "20270101", "qty": 4}]


def test_without_a_lot_the_first_to_expire_that_holds_enough_moves(house: House) -> None:
    unnamed = {**REPLENISHMENT, "lot": ""}
    assert house.call("transfer_stock", **{**unnamed, "qty": 3})["lot"] == "B"
    assert house.call("transfer_stock", **unnamed)["lot"] == "A"


def test_each_end_moves_in_its_own_facility(house: House) -> None:
    house.call("transfer_stock", **{**REPLENISHMENT, "to_location": "H02-OR"})
    facilities = [effect.facility for effect in house.of_kind("inventory.movement")]
    assert facilities == ["H01", "H02"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"qty": 11}, 409, "INSUFFICIENT_STOCK"),
        ({"lot": "C"}, 409, "INSUFFICIENT_STOCK"),
        ({"to_location": "H01-CS"}, 422, "SAME_LOCATION"),
        ({"to_location": "H09"}, 422, "UNKNOWN_LOCATION"),
        ({"from_location": "H09"}, 422, "UNKNOWN_LOCATION"),
        ({"item_id": "IV-000009"}, 422, "UNKNOWN_ITEM"),
        ({"qty": 0}, 422, "INVALID_REQUEST"),
    ],
)
def test_a_bad_transfer_is_refused(
    house: House, change: dict[str, Any], status: int, code: str
) -> None:
    assert house.refusal("transfer_stock", **{**REPLENISHMENT, **change}) == (status, code)


def test_a_closed_period_takes_no_transfer(house: House) -> None:
    house.call("set_period_status", period="2026-04", status="closed", erp_version=3)
    assert house.refusal("transfer_stock", **REPLENISHMENT) == (422, "PERIOD_CLOSED")
