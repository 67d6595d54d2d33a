"""Masters can be listed page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office


def test_the_charge_master_names_the_supply_item(office: Office) -> None:
    answer = office.call("list_charge_master", limit=1, offset=1)
    assert answer == {
        "items": [
            {
                "chargeCode": "SUP00003",
                "description": "Hip stem",
                "supplyItem": "100000003",
                "priceCents": 480_000,
                "revenueCode": "0278",
                "implant": True,
            }
        ],
        "hasMore": False,
    }


def test_facilities_carry_the_gln_and_pages_say_whether_more_follow(office: Office) -> None:
    answer = office.call("list_facilities", limit="1", offset="0")
    assert answer["hasMore"] is True
    assert answer["items"] == [
        {
            "facilityId": 11,
            "name": "North",
            "gln": "0860000000011",
            "timeZone": "America/Chicago",
        }
    ]


def test_a_page_has_at_most_500_rows(office: Office) -> None:
    refused = office.refusal("list_charge_master", limit=501)
    assert refused == (422, "INVALID_REQUEST", "limit")
    assert office.refusal("list_facilities", offset=-1)[2] == "offset"
