"""Requisitions: priced, approved, checked for budget, turned into orders."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.stage import (
    Body,
    Suite,
    approval,
    budget,
    line,
    requisition,
)


def test_a_requisition_is_priced_and_awaits_approval() -> None:
    suite = Suite()
    created = suite.requisition(line("100", 10), line("200", 2, number=2))
    assert created == {
        "id": 1,
        "number": "REQ-00000001",
        "status": "pending-approval",
        "total": "131.00",
        "po-numbers": [],
    }
    (effect,) = suite.effects("procurement.requisition")
    assert (effect.key, effect.facility) == ("REQ-00000001", "SHIP-1001")


def test_an_approval_tells_the_world_and_awaits_the_budget() -> None:
    suite = Suite()
    suite.requisition(line("100", 10))
    assert suite.ok("decide_requisition", approval(1))["status"] == "pending-budget"
    (effect,) = suite.effects("procurement.requisition_decision")
    assert (effect.key, effect.amount_minor) == ("REQ-00000001", 12500)
    assert effect.facts == {"decision": "approved", "cost_center": "CC-1010"}
    assert suite.events("procurement.requisition.approved") == [
        {
            "id": 1,
            "number": "REQ-00000001",
            "cost-center": "CC-1010",
            "ship-to": "SHIP-1001",
            "total": "125.00",
        }
    ]


def test_a_rejection_ends_the_requisition_silently() -> None:
    suite = Suite()
    suite.requisition(line("100", 10))
    assert suite.ok("decide_requisition", approval(1, "rejected"))["status"] == "rejected"
    assert suite.notes.events == []
    assert suite.refused("decide_requisition", approval(1)).status == 409
    assert suite.refused("record_budget_decision", budget(1)).status == 409


def test_a_passed_budget_issues_one_order_for_each_supplier() -> None:
    suite = Suite()
    lines = [line("100", 10), line("200", 2, number=2), line("300", 1, number=5)]
    suite.requisition(*lines)
    suite.ok("decide_requisition", approval(1))
    answer = suite.ok("record_budget_decision", budget(1))
    assert answer["status"] == "ordered"
    assert answer["po-numbers"] == ["PO-00000001", "PO-00000002"]
    orders = suite.effects("procurement.order")
    assert [(e.key, e.amount_minor) for e in orders] == [
        ("PO-00000001", 12599),
        ("PO-00000002", 600),
    ]
    assert orders[0].facts == {
        "supplier": "30000001",
        "cost_center": "CC-1010",
        "contract": "K-1",
        "lines": [
            {"line": 1, "item": "100", "qty": 10, "uom": "BX", "unit_price_minor": 1250},
            {"line": 2, "item": "300", "qty": 1, "uom": "BX", "unit_price_minor": 99},
        ],
    }
    assert [effect.key for effect in suite.effects("procurement.budget_decision")] == [
        "REQ-00000001"
    ]


def test_the_event_of_an_order_carries_what_the_erp_needs() -> None:
    suite = Suite()
    suite.ordered(line("200", 2))
    assert suite.events("procurement.order.issued") == [
        {
            "po-number": "PO-00000001",
            "requisition": "REQ-00000001",
            "supplier-id": 2,
            "erp-supplier-number": "30000002",
            "ship-to": "SHIP-1001",
            "cost-center": "CC-1010",
            "contract-number": "",
            "issued-on": "04/02/2026",
            "total": "6.00",
            "lines": [
                {
                    "line-num": 1,
                    "item-number": "200",
                    "description": "Item 200",
                    "quantity": 2,
                    "uom": "box",
                    "unit-price": "3.0000",
                }
            ],
        }
    ]


def test_a_failed_budget_issues_no_order() -> None:
    suite = Suite()
    suite.requisition(line("100", 10))
    suite.ok("decide_requisition", approval(1))
    answer = suite.ok("record_budget_decision", budget(1, "failed"))
    assert (answer["status"], answer["po-numbers"]) == ("budget-rejected", [])
    assert suite.effects("procurement.order") == []


def test_a_second_budget_decision_is_refused() -> None:
    suite = Suite()
    suite.ordered(line("100", 10))
    answer = suite.refused("record_budget_decision", budget(1))
    assert (answer.status, "ILLEGAL_TRANSITION" in answer.text) == (409, True)


def test_a_budget_before_approval_is_refused() -> None:
    suite = Suite()
    suite.requisition(line("100", 10))
    assert suite.refused("record_budget_decision", budget(1)).status == 409


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("decide_requisition", approval(9)),
        ("record_budget_decision", budget(9)),
        ("get_requisition", {"id": 9}),
    ],
)
def test_an_unknown_requisition_is_not_found(operation: str, body: Body) -> None:
    assert Suite().refused(operation, body).status == 404


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([line("999", 1)], "UNKNOWN_ITEM"),
        ([line("100", 1, uom="each")], "UOM_MISMATCH"),
        ([line("400", 1)], "SUPPLIER_INACTIVE"),
        ([line("100", 1), line("200", 1)], "DUPLICATE_LINE"),
        ([line("100", 0)], "INVALID_REQUEST"),
        ([line("100", 1, uom="BX")], "INVALID_REQUEST"),
        ([line("100", 1) | {"quantity": 1.5}], "INVALID_REQUEST"),
        ([line("100", 1) | {"quantity": True}], "INVALID_REQUEST"),
        ([], "INVALID_REQUEST"),
    ],
)
def test_a_bad_line_refuses_the_requisition(lines: list[Body], code: str) -> None:
    answer = Suite().refused("create_requisition", requisition(*lines))
    assert answer.status == 422
    assert code in answer.text


def test_an_unknown_ship_to_is_refused() -> None:
    body = requisition(line("100", 1), ship_to="SHIP-9")
    assert "UNKNOWN_SHIP_TO" in Suite().refused("create_requisition", body).text


@pytest.mark.parametrize("available", ["1.005", 12.5, 12, "1,000.00", "", "NaN", "1e3", " 1"])
def test_an_available_amount_that_is_no_amount_is_refused(available: object) -> None:
    suite = Suite()
    suite.requisition(line("100", 1))
    suite.ok("decide_requisition", approval(1))
    body = budget(1) | {"available": available}
    assert suite.refused("record_budget_decision", body).status == 422
