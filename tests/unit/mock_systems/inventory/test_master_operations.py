"""Masters can be listed page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House


def test_items_carry_the_erp_number_and_the_purchase_unit(house: House) -> None:
    answer = house.call("list_items", limit=2, offset=1)
    assert answer["has_more"] is False
    assert [row["item_id"] for row in answer["items"]] == ["IV-000002", "IV-000003"]
    assert answer["items"][1] == {
        "item_id": "IV-000003",
        "erp_item_number": "100000003",
        "description": "Hip stem",
        "lot_tracked": True,
        "implant": True,
        "base_uom": "EA",
        "purchase_uom": "CS",
        "factor": 2,
    }


def test_locations_carry_the_gln_and_the_time_zone_of_their_facility(house: House) -> None:
    answer = house.call("list_locations", limit=1)
    assert answer["has_more"] is True
    assert answer["items"] == [
        {
            "facility": "H01",
            "location": "H01-OR",
            "department": "OR",
            "cost_center": "CC-1010",
            "gln": "0860000000011",
            "time_zone": "America/Chicago",
        }
    ]


def test_a_page_may_be_named_by_text_as_in_a_query_string(house: House) -> None:
    assert len(house.call("list_items", limit="1", offset="0")["items"]) == 1


def test_a_page_has_at_most_500_rows(house: House) -> None:
    assert house.refusal("list_items", limit=501) == (422, "INVALID_REQUEST")
    assert house.refusal("list_locations", offset=-1) == (422, "INVALID_REQUEST")
