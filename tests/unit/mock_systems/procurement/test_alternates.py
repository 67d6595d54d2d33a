"""What is bought elsewhere instead of what a line did not bring (P12)."""

from __future__ import annotations

from tests.unit.mock_systems.procurement.stage import Body, Suite, line

PO = "PO-00000001"


def ordered() -> Suite:
    suite = Suite()
    suite.ordered(line("100", 10))
    return suite


def alternate(**changes: object) -> Body:
    return {
        "po-number": PO,
        "line-num": 1,
        "item-number": "400",
        "approver": "ben",
        "reason": "on allocation",
        **changes,
    }


def test_an_approved_alternate_is_told_and_leaves_the_order_as_it_is() -> None:
    suite = ordered()
    answer = suite.ok("approve_alternate", alternate())
    assert (answer["id"], answer["ordered-item-number"]) == ("A1", "100")
    order = suite.ok("get_order", {"po-number": PO})
    assert order["lines"][0]["item-number"] == "100"
    (event,) = suite.events("procurement.alternate.approved")
    assert event["substitute-item-number"] == "400"
    assert event["erp-supplier-number"] == "30000003", "whoever sells the alternate"
    (effect,) = suite.effects("procurement.alternate")
    assert effect.key == f"{PO}/1/A1"
    found = suite.ok("find_alternates", {"po-number": PO})["alternates"]
    assert found == [answer]


def test_a_line_has_one_alternate() -> None:
    suite = ordered()
    suite.ok("approve_alternate", alternate())
    assert suite.send("approve_alternate", alternate())[0] == 409
    assert len(suite.effects("procurement.alternate")) == 1


def test_an_alternate_is_another_item_of_the_catalogue_on_a_line_that_exists() -> None:
    suite = ordered()
    assert suite.send("approve_alternate", alternate(**{"item-number": "100"}))[0] == 422
    assert suite.send("approve_alternate", alternate(**{"item-number": "999"}))[0] == 422
    assert suite.send("approve_alternate", alternate(**{"line-num": 7}))[0] in (404, 422)
    assert suite.effects("procurement.alternate") == []
