"""What the procurement suite takes over from the ERP (S02): lookup values (P17), items (P02)."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.stage import Body, Suite, line, requisition

CENTER: Body = {
    "lookup": "cost-center",
    "code": "CC-9001",
    "name": "PROGRAMME 1",
    "active": True,
    "ship-to": "SHIP-1001",
    "usable-from": "04/15/2026",
    "erp-version": 2,
}


def item(suite: Suite, **changes: object) -> Body:
    known = next(iter(suite.system.documents.catalogue.values()))  # type: ignore[attr-defined]
    return {
        "item-number": "90000001",
        "description": "Drape",
        "uom": "box",
        "pack": 10,
        "active": True,
        "supplier-id": known.supplier_id,
        "unit-price": "12.00",
        "erp-version": 1,
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }


def test_a_stale_lookup_value_is_refused_and_the_same_changes_nothing() -> None:
    suite = Suite()
    suite.ok("put_lookup_value", CENTER)
    suite.ok("put_lookup_value", {**CENTER, "name": "again"})
    status, answer = suite.send("put_lookup_value", {**CENTER, "erp-version": 1})
    assert status == 409
    assert "STALE_VERSION" in str(answer)
    effects = [e for e in suite.notes.effects if e.kind == "procurement.reference"]
    assert [(e.key, e.version) for e in effects] == [("COST_CENTER/CC-9001", 2)]
    listed = suite.ok("list_lookup_values", {"lookup": "cost-center"})
    assert [value["name"] for value in listed["lookup-values"]] == ["PROGRAMME 1"]
    assert listed["lookup-values"][0]["usable-from"] == "04/15/2026"


@pytest.mark.parametrize("active", [0, 1, "true"])
def test_whether_a_copy_is_active_is_said_with_yes_or_no(active: object) -> None:
    suite = Suite()
    assert suite.send("put_lookup_value", {**CENTER, "active": active})[0] == 422
    assert suite.send("put_item", {**item(suite), "active": active})[0] == 422


def test_a_lookup_value_names_a_known_place() -> None:
    status, answer = Suite().send("put_lookup_value", {**CENTER, "ship-to": "X"})
    assert (status, "UNKNOWN_SHIP_TO" in str(answer)) == (422, True)


def test_a_new_item_can_be_requested_at_its_list_price() -> None:
    suite = Suite()
    answer = suite.ok("put_item", item(suite))
    assert suite.ok("put_item", item(suite)) == answer
    assert suite.requisition(line("90000001", 2))["total"] == "24.00"
    (effect,) = (e for e in suite.notes.effects if e.kind == "procurement.item")
    assert (effect.key, effect.uom, effect.version) == ("90000001", "BX/10", 1)


def test_an_item_on_file_keeps_supplier_price_and_unit() -> None:
    suite = Suite()
    suite.ok("put_item", item(suite))
    changed = item(suite, description="Drape, large", erp_version=2, unit_price="99.00")
    assert suite.ok("put_item", changed)["unit-price"] == "12.0000"
    status, answer = suite.send("put_item", item(suite, uom="case", erp_version=3))
    assert (status, "UOM_MISMATCH" in str(answer)) == (422, True)
    status, answer = suite.send("put_item", item(suite))
    assert (status, "STALE_VERSION" in str(answer)) == (409, True)
    assert suite.ok("get_item", {"item-number": "90000001"})["description"] == "Drape, large"


def test_a_blocked_item_cannot_be_requested() -> None:
    suite = Suite()
    suite.ok("put_item", item(suite))
    suite.ok("put_item", item(suite, active=False, erp_version=2))
    refused = suite.refused("create_requisition", requisition(line("90000001", 1)))
    assert (refused.status, "ITEM_INACTIVE" in refused.text) == (422, True)


def test_a_new_item_needs_a_supplier_and_a_price() -> None:
    suite = Suite()
    incomplete = item(suite)
    del incomplete["unit-price"]
    status, answer = suite.send("put_item", incomplete)
    assert (status, "INCOMPLETE_ITEM" in str(answer)) == (422, True)


def test_a_line_of_a_project_says_so_on_the_order() -> None:
    suite = Suite()
    raised = suite.requisition({**line("100", 2), "project": "CIP-1"})
    read = suite.ok("get_requisition", {"id": raised["id"]})
    assert read["lines"][0]["project"] == "CIP-1"
    body = {"id": raised["id"], "decision": "approved", "approver": "A"}
    suite.ok("decide_requisition", body)
    passed = {"id": raised["id"], "decision": "passed", "available": "100.00"}
    suite.ok("record_budget_decision", passed)
    (order,) = (e for e in suite.notes.effects if e.kind == "procurement.order")
    assert order.facts["lines"][0]["project"] == "CIP-1"
