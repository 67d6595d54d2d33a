"""Supplier records: created twice, replaced blindly, found by the ERP's number."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.stage import Body, Suite

NEW: Body = {
    "name": "Acme",
    "tax-id": "98-7654321",
    "erp-number": "30000009",
    "erp-version": 1,
    "payment-term": "NET45",
    "status": "active",
}


def test_a_created_supplier_is_found_by_its_erp_number() -> None:
    suite = Suite()
    created = suite.ok("create_supplier", NEW)
    assert created == {"id": 4, **NEW}
    assert suite.ok("find_suppliers", {"erp-number": "30000009"}) == {"suppliers": [created]}
    (effect,) = suite.effects("procurement.supplier")
    assert (effect.key, effect.version) == ("30000009", 1)


def test_the_same_erp_number_twice_makes_two_records() -> None:
    suite = Suite()
    suite.ok("create_supplier", NEW)
    suite.ok("create_supplier", NEW)
    found = suite.ok("find_suppliers", {"erp-number": "30000009"})["suppliers"]
    assert [row["id"] for row in found] == [4, 5]
    assert len(suite.effects("procurement.supplier")) == 2


def test_an_older_version_overwrites_a_newer_one() -> None:
    suite = Suite()
    suite.ok("update_supplier", {**NEW, "id": 1, "erp-version": 7})
    suite.ok("update_supplier", {**NEW, "id": 1, "erp-version": 6, "name": "Old"})
    (row,) = suite.ok("find_suppliers", {"erp-number": "30000009"})["suppliers"]
    assert (row["name"], row["erp-version"]) == ("Old", 6)
    assert [effect.version for effect in suite.effects("procurement.supplier")] == [7, 6]


def test_a_changed_erp_number_is_found_under_the_new_one_only() -> None:
    suite = Suite()
    suite.ok("update_supplier", {**NEW, "id": 1})
    assert suite.ok("find_suppliers", {"erp-number": "30000001"}) == {"suppliers": []}


def test_an_unknown_supplier_cannot_be_updated() -> None:
    answer = Suite().refused("update_supplier", {**NEW, "id": 99})
    assert answer.status == 404
    assert answer.text == '{"errors":{"error":["UNKNOWN_SUPPLIER: no supplier has id 99"]}}'


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "ACTIVE"},
        {"erp-version": "1"},
        {"erp-version": -1},
        {"name": ""},
        {"bank": "x"},
        {"name": None},
    ],
)
def test_a_bad_supplier_is_refused(wrong: Body) -> None:
    answer = Suite().refused("create_supplier", {**NEW, **wrong})
    assert answer.status == 422
    assert "INVALID_REQUEST: " in answer.text


def test_lists_page_and_say_whether_there_is_more() -> None:
    suite = Suite()
    first = suite.ok("list_suppliers", {"limit": "2"})
    last = suite.ok("list_suppliers", {"limit": "2", "offset": "2"})
    assert ([row["id"] for row in first["suppliers"]], first["has-more"]) == ([1, 2], True)
    assert ([row["id"] for row in last["suppliers"]], last["has-more"]) == ([3], False)
    assert suite.refused("list_suppliers", {"limit": "501"}).status == 422


def test_ship_tos_carry_their_gln() -> None:
    answer = Suite().ok("list_ship_tos", {})
    assert answer["ship-tos"][0] == {
        "code": "SHIP-1001",
        "name": "Main",
        "gln": "0614141000012",
        "time-zone": "America/Chicago",
    }
