"""What comes back or is thrown away never exceeds what was used (UC3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House


@pytest.fixture(autouse=True)
def shelf(house: House) -> None:
    house.stock("H01-OR", "IV-000002", 10, "A", "20270101")


def test_a_return_puts_stock_back_and_tells_how_much(house: House) -> None:
    usage_id = house.use("IV-000002", 4, encounter_id="ENC-1")["usage_id"]
    house.call("return_usage", usage_id=usage_id, qty=1, reason="unopened")
    answer = house.call("return_usage", usage_id=usage_id, qty=2, reason="unopened")
    assert house.books() == {"H01-OR/IV-000002/A": 9}
    assert (answer["qty"], answer["returned_qty"]) == (2, 3)
    assert house.data("inventory.usage.returned")[1] == answer
    assert [effect.quantity for effect in house.of_kind("inventory.usage_return")] == [1, 2]
    assert house.call("get_usage", usage_id=usage_id)["returned_qty"] == 3


def test_waste_of_a_usage_moves_no_stock_and_names_the_usage(house: House) -> None:
    usage_id = house.use("IV-000002", 4)["usage_id"]
    house.call("record_waste", usage_id=usage_id, qty=3, reason="opened")
    assert house.books() == {"H01-OR/IV-000002/A": 6}
    assert house.data("inventory.waste.recorded")[0]["usage_id"] == usage_id
    exceeding = {"usage_id": usage_id, "qty": 2, "reason": "unopened"}
    assert house.refusal("return_usage", **exceeding) == (409, "EXCEEDS_USAGE")
    house.call("return_usage", **{**exceeding, "qty": 1})
    body = {"usage_id": usage_id, "qty": 1, "reason": "opened"}
    assert house.refusal("record_waste", **body) == (409, "EXCEEDS_USAGE")


def test_waste_from_the_shelf_takes_stock(house: House) -> None:
    body = {"location": "H01-OR", "item_id": "IV-000002", "lot": "A", "reason": "expired"}
    house.call("record_waste", **body, qty=4)
    assert house.moved() == {"H01-OR/IV-000002/A": -4}
    assert house.refusal("record_waste", **body, qty=7) == (409, "INSUFFICIENT_STOCK")
    assert house.refusal("record_waste", **{**body, "lot": ""}, qty=1) == (422, "LOT_REQUIRED")
    assert house.refusal("record_waste", **body, qty=1, usage_id="US-1") == (422, "USAGE_SAYS_IT")


def test_an_unknown_usage_cannot_come_back(house: House) -> None:
    body = {"usage_id": "US-00000009", "qty": 1, "reason": "unopened"}
    assert house.refusal("return_usage", **body) == (404, "UNKNOWN_USAGE")


def test_a_return_into_a_closed_period_is_refused(house: House) -> None:
    usage_id = house.use("IV-000002")["usage_id"]
    house.call("set_period_status", period="2026-04", status="closed", erp_version=2)
    body = {"usage_id": usage_id, "qty": 1, "reason": "unopened"}
    assert house.refusal("return_usage", **body) == (422, "PERIOD_CLOSED")


def test_usages_are_found_by_encounter_or_by_the_callers_reference(house: House) -> None:
    for n in (1, 2, 3):
        house.use("IV-000002", encounter_id="ENC-1", reference=f"CASE-{n % 2}")
    found = house.call("find_usages", encounter_id="ENC-1", limit="2")
    assert [usage["usage_id"] for usage in found["items"]] == ["US-00000003", "US-00000002"]
    assert found["has_more"] is True
    found = house.call("find_usages", reference="CASE-1")
    assert [usage["usage_id"] for usage in found["items"]] == ["US-00000003", "US-00000001"]
    assert house.call("find_usages", reference="none")["items"] == []
    assert house.refusal("find_usages") == (422, "ONE_CRITERION")


def test_receipts_are_found_by_number_and_by_order(house: House) -> None:
    line = {"item_id": "IV-000002", "qty": 1, "uom": "BX", "lot": "B", "po_line": 1}
    body = {"facility": "H01", "location": "H01-OR", "po_number": "PO-1", "lines": [line]}
    receipt = house.call("record_receipt", **body)
    assert house.call("get_receipt", receipt_no=receipt["receipt_no"]) == receipt
    assert house.call("find_receipts", po_number="PO-1") == {"items": [receipt], "has_more": False}
    assert house.call("find_receipts", po_number="PO-2")["items"] == []
    assert house.refusal("get_receipt", receipt_no="RC-9") == (404, "UNKNOWN_RECEIPT")
