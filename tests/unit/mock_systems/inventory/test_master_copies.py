"""What the inventory application takes over from the ERP (S04): references (P17), items (P02)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.inventory.conftest import House

CENTER: dict[str, Any] = {
    "cost_center": "CC-9001",
    "name": "PROGRAMME 1",
    "facility": "H01",
    "active": True,
    "erp_version": 2,
}
ROOM: dict[str, Any] = {
    "location": "H01-OR-R1",
    "name": "OR ROOM 1",
    "facility": "H01",
    "cost_center": "CC-9001",
    "active": True,
    "erp_version": 1,
}
ITEM: dict[str, Any] = {
    "erp_item_number": "90000001",
    "description": "Drape",
    "purchase_uom": "BX",
    "factor": 10,
    "active": True,
    "erp_version": 1,
}


def test_an_older_version_of_a_cost_centre_changes_nothing(house: House) -> None:
    house.call("put_cost_center", **CENTER)
    answer = house.call("put_cost_center", **{**CENTER, "name": "OLD", "erp_version": 1})
    assert (answer["name"], answer["erp_version"]) == ("PROGRAMME 1", 2)
    (effect,) = house.effects
    key = ("inventory.reference", "COST_CENTER/CC-9001", 2)
    assert (effect.kind, effect.key, effect.version) == key


def test_a_new_room_takes_stock_at_once(house: House) -> None:
    house.call("put_cost_center", **CENTER)
    house.call("put_location", **ROOM)
    lines = [{"item_id": "IV-000001", "qty": 1, "uom": "BX"}]
    house.call("record_receipt", facility="H01", location="H01-OR-R1", lines=lines)
    assert house.books() == {"H01-OR-R1/IV-000001/": 50}
    answer = house.call("put_location", **{**ROOM, "name": "Store", "erp_version": 2})
    assert (answer["name"], answer["erp_version"]) == ("Store", 2)
    again = house.call("put_location", **{**ROOM, "name": "Old"})
    assert again["name"] == "Store"


def test_a_room_needs_a_known_cost_centre_of_a_known_hospital(house: House) -> None:
    assert house.refusal("put_location", **ROOM) == (422, "UNKNOWN_COST_CENTER")
    house.call("put_cost_center", **CENTER)
    assert house.refusal("put_location", **{**ROOM, "facility": "H9"}) == (422, "UNKNOWN_FACILITY")
    elsewhere = {**ROOM, "location": "H02-OR"}
    assert house.refusal("put_location", **elsewhere) == (409, "LOCATION_NOT_IN_FACILITY")


def test_a_new_item_gets_a_number_of_its_own_and_is_received_in_its_pack(house: House) -> None:
    answer = house.call("put_item", **ITEM)
    lines = [{"item_id": answer["item_id"], "qty": 2, "uom": "BX"}]
    house.call("record_receipt", facility="H01", location="H01-OR", lines=lines)
    assert list(house.books().values()) == [20]
    (effect,) = (e for e in house.effects if e.kind == "inventory.item")
    assert (effect.key, effect.uom, effect.version) == ("90000001", "BX/10", 1)
    assert house.call("put_item", **ITEM) == answer


def test_an_item_on_file_keeps_its_number_and_its_pack(house: House) -> None:
    known = {**ITEM, "erp_item_number": "100000001", "factor": 50, "erp_version": 2}
    assert house.call("put_item", **known)["item_id"] == "IV-000001"
    repacked = {**known, "factor": 10, "erp_version": 3}
    assert house.refusal("put_item", **repacked) == (422, "UOM_MISMATCH")
    stale = house.call("put_item", **{**known, "description": "old", "erp_version": 1})
    assert (stale["description"], stale["erp_version"]) == ("Drape", 2)


@pytest.mark.parametrize("changes", [{"factor": 0}, {"purchase_uom": "BOX"}, {"erp_version": 0}])
def test_a_bad_item_is_refused(house: House, changes: dict[str, Any]) -> None:
    assert house.refusal("put_item", **{**ITEM, **changes})[0] == 422
