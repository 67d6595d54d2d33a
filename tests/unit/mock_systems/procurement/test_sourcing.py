"""Free text is sourced before approval; the ERP's orders come back where it makes them (P04)."""

from __future__ import annotations

from typing import Any

import pytest

from mock_systems.procurement import Procurement
from tests.unit.mock_systems.procurement.requests import free_text, service, source
from tests.unit.mock_systems.procurement.stage import (
    Body,
    Notes,
    SetClock,
    Suite,
    approval,
    budget,
    line,
    requisition,
)


def asked(*lines: Body) -> Suite:
    suite = Suite()
    suite.requisition(*lines)
    return suite


def sourced_by_erp() -> Suite:
    """Ten boxes of item 100, approved and in budget, for the ERP to order."""
    suite = Suite()
    suite.system.load("settings", [{"order-origin": "erp"}])
    suite.requisition(line("100", 10))
    suite.ok("decide_requisition", approval(1))
    suite.ok("record_budget_decision", budget(1))
    return suite


def erp_order(number: str = "4500001", quantity: int = 10, **changed: Any) -> Body:
    imported = {
        "line-num": 1,
        "requisition-line": 1,
        "quantity": quantity,
        "uom": "box",
        "unit-price": "12.50",
    }
    return {
        "po-number": number,
        "requisition-id": 1,
        "supplier-id": 1,
        "issued-on": "04/03/2026",
        "lines": [imported],
    } | changed


def test_free_text_awaits_its_source_before_approval() -> None:
    suite = asked(free_text(), line("100", 1, 2))
    assert suite.ok("get_requisition", {"id": 1})["status"] == "pending-sourcing"
    assert suite.refused("decide_requisition", approval(1)).status == 409
    assert len(suite.events("procurement.sourcing.requested")) == 1


def test_a_supplier_with_a_price_is_a_source() -> None:
    suite = asked(free_text(quantity=2))
    answer = suite.ok("assign_source", source(supplier_id=2, unit_price="35.00"))
    assert (answer["status"], answer["total"]) == ("pending-approval", "70.00")
    (effect,) = suite.effects("procurement.sourcing")
    assert (effect.key, effect.amount_minor) == ("REQ-00000001/1", 7000)
    suite.ok("decide_requisition", approval(1))
    (number,) = suite.ok("record_budget_decision", budget(1))["po-numbers"]
    (ordered,) = suite.ok("get_order", {"po-number": number})["lines"]
    assert (ordered["item-number"], ordered["description"]) == ("", "Desk lamp")


def test_a_catalogue_item_is_a_source_at_its_own_price() -> None:
    suite = asked(free_text(quantity=2))
    suite.ok("assign_source", source(item_number="100"))
    (line_read,) = suite.ok("get_requisition", {"id": 1})["lines"]
    assert (line_read["item-number"], line_read["unit-price"]) == ("100", "12.5000")


def test_every_line_must_be_sourced() -> None:
    suite = asked(free_text(number=1), free_text(number=2))
    answer = suite.ok("assign_source", source(supplier_id=1))
    assert answer["status"] == "pending-sourcing"
    answer = suite.ok("assign_source", source(line_num=2, supplier_id=1))
    assert answer["status"] == "pending-approval"


def test_the_chain_is_built_over_the_sourced_total() -> None:
    suite = Suite()
    suite.system.load("approval_rules", [{"step": 1, "amount-from": "500.00", "approver": "boss"}])
    suite.requisition(free_text(quantity=1, price="1.00"))
    assert suite.ok("get_approval_chain", {"id": 1})["steps"] == []
    suite.ok("assign_source", source(supplier_id=1, unit_price="600.00"))
    assert [s["approver"] for s in suite.ok("get_approval_chain", {"id": 1})["steps"]] == ["boss"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (source(), "NO_SOURCE"),
        (source(supplier_id=3), "SUPPLIER_INACTIVE"),
        (source(supplier_id=9), "UNKNOWN_SUPPLIER"),
        (source(item_number="999"), "UNKNOWN_ITEM"),
        (source(line_num=2, supplier_id=1), "NOTHING_TO_SOURCE"),
        (source(line_num=3, item_number="100"), "UOM_MISMATCH"),
        (source(line_num=7, supplier_id=1), "UNKNOWN_LINE"),
        (source(9, supplier_id=1), "UNKNOWN_REQUISITION"),
    ],
)
def test_a_bad_source_is_refused(body: Body, code: str) -> None:
    suite = asked(free_text(), line("100", 1, 2), service(number=3))
    assert code in suite.refused("assign_source", body).text


@pytest.mark.parametrize(
    "bad",
    [
        {"line-num": 1},
        {"line-num": 1, "description": "lamp", "quantity": 1, "uom": "box"},
        free_text() | {"item-number": "100"},
        service() | {"quantity": 1},
        service() | {"amount": "0.00"},
        free_text() | {"commodity": "42"},
    ],
)
def test_a_line_of_no_shape_is_refused(bad: Body) -> None:
    answer = Suite().refused("create_requisition", requisition(bad))
    assert (answer.status, "INVALID_REQUEST" in answer.text) == (422, True)


def test_with_origin_in_the_erp_a_budget_makes_no_order() -> None:
    suite = sourced_by_erp()
    assert suite.ok("get_requisition", {"id": 1})["status"] == "sourced"
    assert suite.effects("procurement.order") == []
    (effect,) = suite.effects("procurement.requisition_sourced")
    assert (effect.key, effect.amount_minor) == ("REQ-00000001", 12500)
    (event,) = suite.events("procurement.requisition.sourced")
    assert event["lines"][0]["erp-supplier-number"] == "30000001"
    assert event["lines"][0]["unit-price"] == "12.5000"


def test_the_order_of_the_erp_comes_back_and_can_be_received() -> None:
    suite = sourced_by_erp()
    assert suite.ok("import_order", erp_order())["status"] == "ordered"
    assert suite.ok("get_order", {"po-number": "4500001"})["status"] == "issued"
    (effect,) = suite.effects("procurement.order_import")
    assert (effect.key, effect.amount_minor) == ("4500001", 12500)
    assert suite.effects("procurement.order") == []


def test_a_split_order_of_the_erp_completes_the_requisition() -> None:
    suite = sourced_by_erp()
    assert suite.ok("import_order", erp_order("A", 4))["status"] == "sourced"
    assert suite.ok("import_order", erp_order("B", 6))["status"] == "ordered"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (erp_order(quantity=11), "EXCEEDS_APPROVAL"),
        (erp_order(lines=[erp_order()["lines"][0] | {"unit-price": "12.51"}]), "EXCEEDS_APPROVAL"),
        (erp_order(lines=[erp_order()["lines"][0] | {"requisition-line": 2}]), "UNKNOWN_LINE"),
        (erp_order(lines=[erp_order()["lines"][0] | {"uom": "each"}]), "UOM_MISMATCH"),
        (erp_order() | {"supplier-id": 9}, "UNKNOWN_SUPPLIER"),
        (erp_order() | {"requisition-id": 9}, "UNKNOWN_REQUISITION"),
    ],
)
def test_an_order_that_was_not_approved_is_refused(body: Body, code: str) -> None:
    assert code in sourced_by_erp().refused("import_order", body).text


def test_the_same_order_twice_is_refused() -> None:
    suite = sourced_by_erp()
    suite.ok("import_order", erp_order(quantity=1))
    assert "DUPLICATE_ORDER" in suite.refused("import_order", erp_order(quantity=1)).text


def test_no_order_is_imported_where_orders_begin_here() -> None:
    assert "ORDER_ORIGIN" in asked(line("100", 1)).refused("import_order", erp_order()).text


def test_the_origin_is_a_setting_of_the_system() -> None:
    clock, notes = SetClock(), Notes()
    assert Procurement(clock, notes, notes).order_origin == "procurement"
    assert Procurement(clock, notes, notes, order_origin="erp").order_origin == "erp"
    with pytest.raises(ValueError, match="order-origin"):
        Procurement(clock, notes, notes, order_origin="elsewhere")
