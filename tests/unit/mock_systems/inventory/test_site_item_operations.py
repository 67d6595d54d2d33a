"""Items of acquired sites with the stock that they report (S04, P14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

ITEM = {"site": "CLINIC1", "site_item": "100001", "item_id": "IV-000001", "factor": 10}
REPORT = {"site": "CLINIC1", "site_item": "100001", "qty": 120, "report": 3}


def test_a_sites_item_is_told_with_its_pack(house: House) -> None:
    house.call("register_site_item", **ITEM)
    (effect,) = house.effects
    assert (effect.kind, effect.key) == ("inventory.site_item", "CLINIC1/100001=100000001*10")


def test_one_number_may_mean_another_item_in_another_site(house: House) -> None:
    house.call("register_site_item", **ITEM)
    house.call("register_site_item", **{**ITEM, "site": "CLINIC2", "item_id": "IV-000002"})
    (found,) = house.call("find_site_items", site="CLINIC2")["items"]
    assert found["item_id"] == "IV-000002"


def test_a_number_has_one_meaning_and_the_item_must_exist(house: House) -> None:
    house.call("register_site_item", **ITEM)
    assert house.refusal("register_site_item", **ITEM) == (409, "SITE_ITEM_EXISTS")
    unknown = {**ITEM, "site_item": "100002", "item_id": "IV-999999"}
    assert house.refusal("register_site_item", **unknown) == (422, "UNKNOWN_ITEM")
    assert house.refusal("report_site_stock", **{**REPORT, "site": "CLINIC2"}) == (
        422,
        "UNKNOWN_SITE_ITEM",
    )


def test_the_newest_report_stands_whatever_comes_last(house: House) -> None:
    house.call("register_site_item", **ITEM)
    house.call("report_site_stock", **REPORT)
    answer = house.call("report_site_stock", **{**REPORT, "qty": 7, "report": 2})
    assert (answer["reported_ea"], answer["report"]) == (120, 3)
    stock = [e for e in house.effects if e.kind == "inventory.site_stock"]
    assert [(e.key, e.quantity, e.version) for e in stock] == [("CLINIC1/100001", 120, 3)]
