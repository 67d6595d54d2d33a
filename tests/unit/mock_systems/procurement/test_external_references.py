"""A requisition that another system asked for is found, ordered, imported under its reference."""

from __future__ import annotations

from tests.unit.mock_systems.procurement.stage import Suite, approval, budget, line, requisition

REFERENCE = {"external-reference": "RP-00000001"}


def test_the_effect_of_a_requisition_has_the_key_of_who_asked() -> None:
    suite = Suite()
    created = suite.ok("create_requisition", requisition(line("100", 10)) | REFERENCE)
    assert created["external-reference"] == "RP-00000001"
    (effect,) = suite.effects("procurement.requisition")
    assert (effect.key, effect.quantity, effect.amount_minor) == ("RP-00000001", 10, 0)
    assert effect.facts["number"] == "REQ-00000001"


def test_requisitions_are_found_by_their_reference() -> None:
    suite = Suite()
    suite.ok("create_requisition", requisition(line("100", 10)) | REFERENCE)
    suite.requisition(line("100", 1))
    found = suite.ok("find_requisitions", REFERENCE)["requisitions"]
    assert [each["number"] for each in found] == ["REQ-00000001"]


def test_its_orders_say_for_whom_they_are() -> None:
    suite = Suite()
    suite.ok("create_requisition", requisition(line("100", 10)) | REFERENCE)
    suite.ok("decide_requisition", approval(1))
    suite.ok("record_budget_decision", budget(1))
    (effect,) = suite.effects("procurement.order")
    assert effect.facts["external_reference"] == "RP-00000001"
    (event,) = suite.events("procurement.order.issued")
    assert event["external-reference"] == "RP-00000001"
    order = suite.ok("get_order", {"po-number": event["po-number"]})
    assert order["external-reference"] == "RP-00000001"
