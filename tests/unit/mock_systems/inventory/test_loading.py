"""Master rows are taken or raise; nothing wrong is loaded silently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

LOCATION = {
    "facility": "H01",
    "location": "H01-W3",
    "department": "WARD-3",
    "cost_center": "CC-1030",
    "gln": "0860000000011",
    "time_zone": "America/Chicago",
}
ITEM = {
    "item_id": "IV-000004",
    "erp_item_number": "100000004",
    "description": "Screw",
    "lot_tracked": False,
    "implant": True,
    "purchase_uom": "BX",
    "factor": 10,
}
STOCK = {"facility": "H01", "location": "H01-OR", "item_id": "IV-000002", "qty": 1, "lot": "A"}
PAR = {"location": "H01-OR", "item_id": "IV-000001", "par_qty": 5, "reorder_qty": 5}


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("colours", {}),
        ("locations", {**LOCATION, "gln": "0860000000099"}),
        ("locations", {**LOCATION, "time_zone": "America/New_York"}),
        ("locations", {**LOCATION, "facility": "H05", "time_zone": "Mars/Olympus"}),
        ("locations", {**LOCATION, "location": "H01-OR"}),
        ("locations", {**LOCATION, "gln": "1"}),
        ("items", {**ITEM, "item_id": "IV-000001"}),
        ("items", {**ITEM, "factor": 0}),
        ("items", {**ITEM, "colour": "red"}),
        ("stock", {**STOCK, "facility": "H02"}),
        ("stock", {**STOCK, "item_id": "IV-000009"}),
        ("stock", {**STOCK, "lot": ""}),
        ("stock", {**STOCK, "qty": -1}),
        ("stock", {**STOCK, "expiry": "20261301"}),
        ("pars", {**PAR, "location": "H09"}),
        ("pars", {**PAR, "par_qty": -1}),
        ("periods", {"period": "April", "status": "open"}),
    ],
)
def test_a_bad_row_raises_and_loads_nothing(house: House, kind: str, row: dict[str, Any]) -> None:
    before = house.books(), repr(house.system.tables.locations), repr(house.system.tables.items)
    with pytest.raises(ValueError, match=r"."):
        house.system.load(kind, [row])
    after = house.books(), repr(house.system.tables.locations), repr(house.system.tables.items)
    assert after == before


def test_an_implant_is_always_kept_by_lot(house: House) -> None:
    house.system.load("items", [ITEM])
    assert house.system.tables.items["IV-000004"].lot_tracked


def test_a_further_location_joins_its_facility(house: House) -> None:
    house.system.load("locations", [LOCATION])
    assert len(house.system.tables.facilities) == 2


def test_opening_stock_of_a_lot_adds_up_without_an_effect(house: House) -> None:
    house.system.load("stock", [STOCK, {**STOCK, "qty": 2}])
    assert house.books() == {"H01-OR/IV-000002/A": 3}
    assert not house.effects


def test_the_book_names_unit_and_facility(house: House) -> None:
    house.system.load("stock", [STOCK])
    (entry,) = house.system.books()
    assert (entry.kind, entry.uom, entry.facility) == ("inventory.on_hand", "EA", "H01")


def test_a_period_that_starts_closing_sends_no_totals_again(house: House) -> None:
    house.system.load("periods", [{"period": "2026-03", "status": "closing"}])
    house.call("set_period_status", period="2026-03", status="closed", erp_version=3)
    assert not house.events
