"""Supplier records with rising versions (S01)."""

from __future__ import annotations

from tests.unit.mock_systems.erp.desk import BOX_SUPPLIER, Desk

NEW = {
    "SupplierName": "New Supply",
    "TaxIdentifier": "11-1111111",
    "PaymentTerms": "NET45",
    "RemitToAddress": "1 Main St",
}


def test_new_supplier_gets_the_next_number_and_version_one(desk: Desk) -> None:
    answer = desk.done("create_supplier", **NEW)
    assert answer["SupplierNumber"] == "30000103"
    assert (answer["Status"], answer["ObjectVersionNumber"]) == ("ACTIVE", 1)
    (effect,) = desk.effects("erp.supplier")
    assert (effect.key, effect.version) == ("30000103", 1)
    assert effect.facts == {
        "tax_id": "11-1111111",
        "name": "New Supply",
        "status": "ACTIVE",
        "terms": "NET45",
    }
    assert desk.events("erp.supplier.changed") == [
        {
            "SupplierNumber": "30000103",
            "SupplierName": "New Supply",
            "TaxIdentifier": "11-1111111",
            "PaymentTerms": "NET45",
            "Status": "ACTIVE",
            "ObjectVersionNumber": 1,
        }
    ]


def test_same_tax_identifier_twice_makes_two_suppliers(desk: Desk) -> None:
    first, second = desk.done("create_supplier", **NEW), desk.done("create_supplier", **NEW)
    assert first["SupplierNumber"] != second["SupplierNumber"]


def test_each_update_raises_the_version_by_one(desk: Desk) -> None:
    desk.done("update_supplier", SupplierNumber=BOX_SUPPLIER, PaymentTerms="NET60")
    desk.done("update_supplier", SupplierNumber=BOX_SUPPLIER, Status="INACTIVE")
    found = desk.done("get_supplier", SupplierNumber=BOX_SUPPLIER)
    assert (found["PaymentTerms"], found["Status"]) == ("NET60", "INACTIVE")
    assert found["SupplierName"] == "Box Medical"
    assert [effect.version for effect in desk.effects("erp.supplier")] == [2, 3]
    assert [data["Status"] for data in desk.events("erp.supplier.changed")] == [
        "ACTIVE",
        "INACTIVE",
    ]


def test_update_of_nothing_or_of_nobody_is_refused(desk: Desk) -> None:
    nothing = desk.refused("update_supplier", SupplierNumber=BOX_SUPPLIER)
    assert (nothing.status, nothing.code) == (422, "NOTHING_TO_CHANGE")
    nobody = desk.refused("update_supplier", SupplierNumber="1", Status="INACTIVE")
    assert (nobody.status, nobody.code) == (404, "SUPPLIER_NOT_FOUND")
    assert desk.refused("get_supplier", SupplierNumber="1").status == 404


def test_unknown_terms_status_or_field_is_refused(desk: Desk) -> None:
    assert desk.refused("create_supplier", **{**NEW, "PaymentTerms": "NET99"}).status == 422
    assert desk.refused("create_supplier", **{**NEW, "Colour": "red"}).status == 422
    bad = desk.refused("update_supplier", SupplierNumber=BOX_SUPPLIER, Status="GONE")
    assert bad.code == "INVALID_REQUEST"


def test_suppliers_are_listed_by_page(desk: Desk) -> None:
    first = desk.done("list_suppliers", Limit="1")
    assert [row["SupplierNumber"] for row in first["items"]] == [BOX_SUPPLIER]
    assert first["hasMore"] is True
    assert desk.done("list_suppliers", Limit=1, Offset=1)["hasMore"] is False
