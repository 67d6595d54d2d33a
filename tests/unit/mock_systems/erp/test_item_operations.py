"""Items of the ERP (S01, P02): set up with a pack, told in versions, never repacked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import BOX_SUPPLIER, BOXED, LOOSE, Desk

ITEM: dict[str, Any] = {
    "ItemNumber": "90000001",
    "Description": "Drape",
    "StandardCost": "1.20",
    "Billable": True,
    "GTIN": "10888880000014",
    "PurchaseUnit": {"UOMCode": "BX", "Factor": 10},
    "SupplierNumber": BOX_SUPPLIER,
    "ListPrice": "12.00",
}


def test_a_new_item_is_told_with_its_pack_and_can_be_ordered(desk: Desk) -> None:
    desk.done("create_item", **ITEM)
    (event,) = desk.events("erp.item.changed")
    assert event["PurchaseUnit"] == {"UOMCode": "BX", "Factor": 10}
    assert (event["GTIN"], event["Version"], event["Status"]) == ("10888880000014", 1, "ACTIVE")
    (effect,) = desk.effects("erp.item")
    assert (effect.key, effect.uom, effect.quantity) == ("90000001", "BX/10", 10)
    assert effect.facts["billable"] is True
    listed = desk.done("list_items", ItemNumber="90000001")["items"]
    assert listed[0]["Units"] == [{"UOMCode": "EA", "Factor": 1}, {"UOMCode": "BX", "Factor": 10}]


def test_a_change_raises_the_version_and_keeps_the_pack(desk: Desk) -> None:
    desk.done("create_item", **ITEM)
    answer = desk.done("update_item", ItemNumber="90000001", Description="Drape, large")
    assert (answer["Version"], answer["PurchaseUnit"]["Factor"]) == (2, 10)
    answer = desk.done("update_item", ItemNumber="90000001", Status="INACTIVE")
    assert (answer["Version"], answer["Status"], answer["Description"]) == (
        *(3, "INACTIVE"),
        "Drape, large",
    )
    assert desk.done("get_item", ItemNumber="90000001") == answer


def test_an_item_of_the_opening_load_is_bought_in_its_largest_unit(desk: Desk) -> None:
    answer = desk.done("update_item", ItemNumber=BOXED, Description="Gloves, nitrile")
    assert answer["PurchaseUnit"] == {"UOMCode": "CS", "Factor": 40}
    answer = desk.done("update_item", ItemNumber=LOOSE, Description="Catheter, long")
    assert answer["PurchaseUnit"] == {"UOMCode": "EA", "Factor": 1}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ItemNumber": BOXED}, "DUPLICATE_ITEM"),
        ({"SupplierNumber": "1"}, "UNKNOWN_SUPPLIER"),
        ({"PurchaseUnit": {"UOMCode": "EA", "Factor": 2}}, "UOM_MISMATCH"),
        ({"GTIN": "123"}, "INVALID_REQUEST"),
    ],
)
def test_a_bad_item_is_refused(desk: Desk, changes: dict[str, Any], code: str) -> None:
    assert desk.refused("create_item", **{**ITEM, **changes}).code == code


def test_a_gtin_names_one_item(desk: Desk) -> None:
    desk.done("create_item", **ITEM)
    again = desk.refused("create_item", **{**ITEM, "ItemNumber": "90000002"})
    assert (again.status, again.code) == (409, "DUPLICATE_GTIN")


def test_what_is_not_there_or_changes_nothing_is_refused(desk: Desk) -> None:
    assert desk.refused("get_item", ItemNumber="1").status == 404
    assert desk.refused("update_item", ItemNumber=BOXED).code == "NOTHING_TO_CHANGE"
