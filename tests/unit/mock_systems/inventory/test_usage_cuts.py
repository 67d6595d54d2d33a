"""The daily extract of usages: by facility, each in one cut (P19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House


def use(house: House, location: str, qty: int) -> str:
    body = {"facility": location[:3], "location": location, "item_id": "IV-000001", "qty": qty}
    usage_id: str = house.call("record_usage", **body)["usage_id"]
    return usage_id


def test_a_cut_tells_the_usages_of_each_facility(house: House) -> None:
    for location in ("H01-OR", "H02-OR"):
        house.stock(location, "IV-000001", 500)
    first = [use(house, "H01-OR", 3), use(house, "H02-OR", 4), use(house, "H01-OR", 5)]
    assert house.call("cut_usages", day="20260414") == {"day": "20260414", "usages": 3}
    told = house.of_kind("inventory.day_cut")
    assert [(effect.key, effect.quantity) for effect in told] == [
        ("inventory/usage/0860000000011/2026-04-14", 2),
        ("inventory/usage/0860000000028/2026-04-14", 1),
    ]
    second = use(house, "H01-OR", 1)
    house.call("cut_usages", day="20260415")
    page = house.call("list_cut_usages", day="20260414", limit=2)
    rest = house.call("list_cut_usages", day="20260414", limit=2, offset=2)
    assert [row["usage_id"] for row in (*page["items"], *rest["items"])] == first
    assert (page["has_more"], rest["has_more"]) == (True, False)
    (row,) = house.call("list_cut_usages", day="20260415")["items"]
    assert (row["usage_id"], row["qty"]) == (second, 1)


def test_a_day_is_a_date_cut_once_and_listed_only_then(house: House) -> None:
    assert house.refusal("list_cut_usages", day="20260414")[:2] == (404, "DAY_NOT_CUT")
    house.call("cut_usages", day="20260414")
    assert house.refusal("cut_usages", day="20260414")[:2] == (409, "DAY_IS_CUT")
    assert house.refusal("cut_usages", day="")[0] == 422
