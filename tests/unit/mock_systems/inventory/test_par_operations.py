"""The below-par index follows every movement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House


@pytest.fixture(autouse=True)
def par(house: House) -> None:
    house.stock("H01-OR", "IV-000001", 50)
    row = {"location": "H01-OR", "item_id": "IV-000001", "par_qty": 50, "reorder_qty": 100}
    house.system.load("pars", [row])


def below(house: House, **page: Any) -> list[str]:
    lines = house.call("list_below_par", facility="H01", **page)["items"]
    return [f"{line['location']}/{line['item_id']}" for line in lines]


def use(house: House, qty: int) -> None:
    body = {"facility": "H01", "location": "H01-OR", "item_id": "IV-000001", "qty": qty}
    house.call("record_usage", **body)


def test_a_shelf_at_par_is_not_listed_and_one_below_is(house: House) -> None:
    assert below(house) == []
    use(house, 1)
    (line,) = house.call("list_below_par", facility="H01")["items"]
    assert line == {
        "location": "H01-OR",
        "item_id": "IV-000001",
        "erp_item_number": "100000001",
        "on_hand": 49,
        "par_qty": 50,
        "reorder_qty": 100,
        "purchase_uom": "BX",
        "factor": 50,
    }


def test_a_receipt_that_fills_the_shelf_takes_it_off_the_list(house: House) -> None:
    use(house, 30)
    line = {"item_id": "IV-000001", "qty": 1, "uom": "BX"}
    house.call("record_receipt", facility="H01", location="H01-OR", lines=[line])
    assert below(house) == []


def test_the_oldest_shortage_comes_first_and_pages_say_whether_more_follow(house: House) -> None:
    row = {"location": "H01-CS", "item_id": "IV-000002", "par_qty": 5, "reorder_qty": 12}
    house.system.load("pars", [row])
    use(house, 1)
    use(house, 1)
    assert below(house) == ["H01-CS/IV-000002", "H01-OR/IV-000001"]
    first = house.call("list_below_par", facility="H01", limit=1)
    last = house.call("list_below_par", facility="H01", limit=1, offset=1)
    assert (first["has_more"], last["has_more"]) == (True, False)
    assert below(house, limit=1, offset=1) == ["H01-OR/IV-000001"]


def test_another_facility_has_its_own_list(house: House) -> None:
    use(house, 1)
    assert house.call("list_below_par", facility="H02") == {"items": [], "has_more": False}


def test_an_unknown_facility_is_refused(house: House) -> None:
    assert house.refusal("list_below_par", facility="H09") == (422, "UNKNOWN_FACILITY")
    assert house.refusal("list_below_par", facility="H01", limit=501) == (422, "INVALID_REQUEST")
