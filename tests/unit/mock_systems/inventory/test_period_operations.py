"""Period totals leave once per facility, equal to what was used in its own month."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

CHICAGO_STILL_APRIL = datetime(2026, 5, 1, 4, 30, tzinfo=UTC)
BOTH_IN_MAY = datetime(2026, 5, 1, 5, 0, tzinfo=UTC)


def status(house: House, status: str, version: int) -> dict[str, Any]:
    body = {"period": "2026-04", "status": status, "erp_version": version}
    return house.call("set_period_status", **body)


def use_everywhere(house: House, qty: int) -> None:
    for location in ("H01-OR", "H02-OR"):
        body = {"location": location, "item_id": "IV-000001", "qty": qty}
        house.call("record_usage", facility=location[:3], **body)


def test_totals_follow_each_facility_s_local_month(house: House) -> None:
    house.stock("H01-OR", "IV-000001", 500)
    house.stock("H02-OR", "IV-000001", 500)
    use_everywhere(house, 1)
    house.instant = CHICAGO_STILL_APRIL
    use_everywhere(house, 10)
    line = {"item_id": "IV-000001", "qty": 2, "uom": "BX"}
    house.call("record_receipt", facility="H01", location="H01-CS", lines=[line, line])
    house.instant = BOTH_IN_MAY
    use_everywhere(house, 100)
    status(house, "closing", 2)
    assert house.data("inventory.period.totals") == [
        {
            "period": "2026-04",
            "facility": "H01",
            "usage_lines": 2,
            "usage_qty": 11,
            "receipt_lines": 2,
            "receipt_qty": 200,
        },
        {
            "period": "2026-04",
            "facility": "H02",
            "usage_lines": 1,
            "usage_qty": 1,
            "receipt_lines": 0,
            "receipt_qty": 0,
        },
    ]
    chicago, new_york = house.of_kind("inventory.period_totals")
    assert chicago.key == "2026-04/0860000000011/INVENTORY"
    assert (chicago.quantity, chicago.facility, chicago.period) == (11, "H01", "2026-04")
    assert chicago.facts["usage_lines"] == 2
    assert (new_york.key, new_york.quantity) == ("2026-04/0860000000028/INVENTORY", 1)


def test_totals_leave_once_even_when_the_period_is_opened_again(house: House) -> None:
    for version, name in enumerate(("closing", "open", "closing", "closed"), start=2):
        status(house, name, version)
    assert len(house.data("inventory.period.totals")) == 2
    assert [effect.version for effect in house.of_kind("inventory.period_status")] == [2, 3, 4, 5]


def test_a_period_closed_without_notice_still_sends_its_totals(house: House) -> None:
    status(house, "closed", 3)
    assert len(house.data("inventory.period.totals")) == 2


def test_the_same_status_again_changes_nothing(house: House) -> None:
    first = status(house, "closing", 2)
    before = house.snapshot()
    assert status(house, "closing", 2) == first
    assert house.snapshot() == before


def test_an_older_version_wins_when_it_is_written_last(house: House) -> None:
    status(house, "closed", 3)
    assert status(house, "closing", 2)["status"] == "closing"
    assert [effect.version for effect in house.of_kind("inventory.period_status")] == [3, 2]


def test_opening_an_unknown_period_is_noted_without_totals(house: House) -> None:
    status(house, "open", 0)
    assert [effect.kind for effect in house.effects] == ["inventory.period_status"]
    assert house.effects[0].facts == {"status": "open"}


@pytest.mark.parametrize(
    "change", [{"status": "ajar"}, {"period": "2026-13"}, {"erp_version": -1}, {"erp_version": "2"}]
)
def test_a_bad_status_is_refused(house: House, change: dict[str, Any]) -> None:
    body = {"period": "2026-04", "status": "closing", "erp_version": 2, **change}
    assert house.refusal("set_period_status", **body) == (422, "INVALID_REQUEST")
