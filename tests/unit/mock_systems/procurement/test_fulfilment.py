"""What suppliers say of an order (P05), and the substitutes they offer (P12)."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.requests import (
    acknowledged,
    acknowledgement,
    cancellation,
    change,
    ship_notice,
)
from tests.unit.mock_systems.procurement.stage import Body, Suite, line, receipt

PO = "PO-00000001"
OFFER = acknowledged(1, "IS", substitute_item_number="300", unit_price="1.10")


def ordered() -> Suite:
    suite = Suite()
    suite.ordered(line("100", 10))
    return suite


def offered() -> Suite:
    suite = ordered()
    suite.ok("record_acknowledgement", acknowledgement(PO, OFFER))
    return suite


def test_an_acknowledgement_tells_the_buyer_when_to_expect_what() -> None:
    suite = ordered()
    body = acknowledged(1, "IB", quantity=10, uom="box", expected_on="04/19/2026")
    suite.ok("record_acknowledgement", acknowledgement(PO, body))
    (read,) = suite.ok("get_fulfilment", {"po-number": PO})["lines"]
    assert (read["ack-code"], read["expected-on"]) == ("IB", "04/19/2026")
    (event,) = suite.events("procurement.order.acknowledged")
    assert event["lines"][0]["meaning"] == "back-ordered"
    (effect,) = suite.effects("procurement.acknowledgement")
    assert (effect.key, effect.version) == (f"{PO}/A-1", 1)


def test_the_answer_to_an_overtaken_version_is_kept_but_not_applied() -> None:
    suite = ordered()
    suite.ok("change_order", change(PO, {"line-num": 1, "quantity": 9}))
    answer = suite.ok("record_acknowledgement", acknowledgement(PO, acknowledged(1, "IA")))
    assert answer["applied"] is False
    assert suite.ok("get_fulfilment", {"po-number": PO})["lines"][0]["ack-code"] == ""
    found = suite.ok("find_acknowledgements", {"po-number": PO, "ack-number": "A-1"})
    assert [row["applied"] for row in found["acknowledgements"]] == [False]


def test_an_approved_substitute_replaces_the_item_in_a_new_version() -> None:
    suite = offered()
    assert suite.ok("approve_substitution", {"id": 1, "approver": "ben"})["status"] == "approved"
    order = suite.ok("get_order", {"po-number": PO})
    assert (order["lines"][0]["item-number"], order["total"]) == ("300", "11.00")
    (event,) = suite.events("procurement.substitution.approved")
    assert (event["ordered-item-number"], event["substitute-item-number"]) == ("100", "300")
    assert [e["version"] for e in suite.events("procurement.order.changed")] == [2]
    (found,) = suite.ok("find_cross_references", {"item-number": "100"})["substitutions"]
    assert found["substitute-item-number"] == "300"


def test_a_rejected_substitute_leaves_the_order_alone() -> None:
    suite = offered()
    suite.ok("reject_substitution", {"id": 1, "approver": "ben", "reason": "allergy"})
    assert suite.ok("get_order", {"po-number": PO})["lines"][0]["item-number"] == "100"
    assert suite.ok("find_cross_references", {"item-number": "100"})["substitutions"] == []
    assert len(suite.ok("find_substitutions", {"po-number": PO})["substitutions"]) == 1
    assert suite.refused("approve_substitution", {"id": 1, "approver": "ben"}).status == 409


@pytest.mark.parametrize(
    ("operation", "body", "code"),
    [
        ("record_receipt", receipt(PO, 1), "LINE_SETTLED"),
        ("record_ship_notice", ship_notice(PO, 1), "LINE_SETTLED"),
        ("cancel_order", cancellation(PO), "ORDER_CLOSED"),
    ],
)
def test_a_substitute_comes_too_late(operation: str, body: Body, code: str) -> None:
    suite = offered()
    suite.ok(operation, body)
    assert code in suite.refused("approve_substitution", {"id": 1, "approver": "ben"}).text


def test_a_ship_notice_says_what_is_on_its_way() -> None:
    suite = ordered()
    suite.ok("record_ship_notice", ship_notice(PO, 6))
    (read,) = suite.ok("get_fulfilment", {"po-number": PO})["lines"]
    assert (read["shipped-quantity"], read["expected-on"]) == (6, "04/05/2026")
    (effect,) = suite.effects("procurement.ship_notice")
    assert (effect.key, effect.quantity) == ("30000001/ASN-1", 6)
    key = {"erp-supplier-number": "30000001", "asn-number": "ASN-1"}
    assert len(suite.ok("find_ship_notices", key)["ship-notices"]) == 1
    assert len(suite.events("procurement.order.shipped")) == 1


@pytest.mark.parametrize(
    ("operation", "body", "code"),
    [
        ("record_acknowledgement", acknowledgement(PO, OFFER), "DUPLICATE_ACKNOWLEDGEMENT"),
        ("record_acknowledgement", acknowledgement(PO, OFFER, number="A-2"), "PENDING"),
        (
            "record_acknowledgement",
            acknowledgement(PO, acknowledged(1, "IA"), number="A-2", version=2),
            "UNKNOWN_VERSION",
        ),
        (
            "record_acknowledgement",
            acknowledgement(PO, acknowledged(1, "IS"), number="A-2"),
            "SUBSTITUTE_REQUIRED",
        ),
        (
            "record_acknowledgement",
            acknowledgement(PO, acknowledged(1, "ZZ"), number="A-2"),
            "INVALID_REQUEST",
        ),
        (
            "record_acknowledgement",
            acknowledgement(PO, acknowledged(1, "IA", uom="each"), number="A-2"),
            "UOM_MISMATCH",
        ),
        ("approve_substitution", {"id": 9, "approver": "ben"}, "UNKNOWN_SUBSTITUTION"),
        ("record_ship_notice", ship_notice(PO, 1, line_num=4), "UNKNOWN_LINE"),
    ],
)
def test_what_contradicts_the_order_is_refused(operation: str, body: Body, code: str) -> None:
    assert code in offered().refused(operation, body).text


def test_the_same_ship_notice_twice_is_refused() -> None:
    suite = ordered()
    suite.ok("record_ship_notice", ship_notice(PO, 1))
    answer = suite.refused("record_ship_notice", ship_notice(PO, 1))
    assert (answer.status, "DUPLICATE_SHIP_NOTICE" in answer.text) == (409, True)
