"""Orders changed and cancelled: each time a new version, never more than was approved (RP1)."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.requests import cancellation, change, ship_notice
from tests.unit.mock_systems.procurement.stage import Body, Suite, line, receipt

PO = "PO-00000001"


def ordered() -> Suite:
    """Ten boxes of item 100 at 12.50, one of item 300 at 0.99."""
    suite = Suite()
    suite.ordered(line("100", 10), line("300", 1, 2))
    return suite


def changed(**fields: object) -> Body:
    return {"line-num": 1} | {name.replace("_", "-"): value for name, value in fields.items()}


def test_a_change_is_the_next_version() -> None:
    suite = ordered()
    answer = suite.ok("change_order", change(PO, changed(quantity=8, need_by="04/20/2026")))
    assert (answer["version"], answer["total"]) == (2, "100.99")
    (effect,) = suite.effects("procurement.order_change")
    assert (effect.key, effect.amount_minor, effect.version) == (f"{PO}/2", 10099, 2)
    (event,) = suite.events("procurement.order.changed")
    assert (event["version"], event["lines"][0]["quantity"]) == (2, 8)
    assert event["lines"][0]["need-by"] == "04/20/2026"


def test_every_version_can_be_read() -> None:
    suite = ordered()
    suite.ok("change_order", change(PO, changed(quantity=8)))
    suite.ok("cancel_line", cancellation(PO, line_num=2))
    versions = suite.ok("find_order_versions", {"po-number": PO})["versions"]
    assert [(v["version"], v["total"]) for v in versions] == [
        (1, "125.99"),
        (2, "100.99"),
        (3, "100.00"),
    ]


@pytest.mark.parametrize("more", [{"quantity": 11}, {"unit_price": "12.60"}])
def test_more_than_approved_needs_an_approver(more: Body) -> None:
    suite = ordered()
    assert "APPROVAL_REQUIRED" in suite.refused("change_order", change(PO, changed(**more))).text
    assert suite.ok("change_order", change(PO, changed(**more), approver="ben"))["version"] == 2


def test_a_change_to_another_version_than_the_current_is_refused() -> None:
    suite = ordered()
    suite.ok("change_order", change(PO, changed(quantity=8), version=1))
    answer = suite.refused("change_order", change(PO, changed(quantity=7), version=1))
    assert (answer.status, "STALE_VERSION" in answer.text) == (409, True)


def test_less_than_is_on_its_way_is_refused() -> None:
    suite = ordered()
    suite.ok("record_ship_notice", ship_notice(PO, 6))
    answer = suite.refused("change_order", change(PO, changed(quantity=5)))
    assert "ALREADY_SHIPPED" in answer.text


def test_a_cancelled_order_takes_nothing_more() -> None:
    suite = ordered()
    answer = suite.ok("cancel_order", cancellation(PO))
    assert (answer["status"], answer["cancelled"], answer["total"]) == (
        "cancelled",
        "125.99",
        "0.00",
    )
    (effect,) = suite.effects("procurement.order_cancellation")
    assert (effect.key, effect.amount_minor) == (f"{PO}/2", 12599)
    assert "ORDER_CLOSED" in suite.refused("cancel_order", cancellation(PO)).text
    assert "ORDER_CLOSED" in suite.refused("change_order", change(PO, changed(quantity=1))).text
    assert "LINE_CANCELLED" in suite.refused("record_receipt", receipt(PO, 1)).text


def test_only_what_is_not_received_is_cancelled() -> None:
    suite = ordered()
    suite.ok("record_receipt", receipt(PO, 4))
    suite.ok("cancel_line", cancellation(PO, line_num=1))
    (event,) = suite.events("procurement.order.cancelled")
    assert [(x["cancelled-quantity"], x["quantity"]) for x in event["lines"]] == [(6, 4)]
    assert suite.ok("get_order", {"po-number": PO})["status"] == "partially-received"
    assert "NOTHING_TO_CANCEL" in suite.refused("cancel_line", cancellation(PO, line_num=1)).text


def test_a_cancellation_of_the_rest_completes_a_received_order() -> None:
    suite = ordered()
    suite.ok("record_receipt", receipt(PO, 10))
    assert suite.ok("cancel_order", cancellation(PO))["status"] == "received"


def test_what_was_shipped_cannot_be_cancelled() -> None:
    suite = ordered()
    suite.ok("record_ship_notice", ship_notice(PO, 10))
    assert "NOTHING_TO_CANCEL" in suite.refused("cancel_line", cancellation(PO, line_num=1)).text


def test_what_is_shipped_after_the_cancellation_is_to_be_returned() -> None:
    suite = ordered()
    suite.ok("cancel_line", cancellation(PO, line_num=1))
    notice = suite.ok("record_ship_notice", ship_notice(PO, 10))
    assert notice["lines"][0]["to-return"] == 10
    (effect,) = suite.effects("procurement.ship_notice")
    assert effect.facts["to_return"] == 10


@pytest.mark.parametrize(
    ("operation", "body", "code"),
    [
        ("change_order", change("PO-9", changed(quantity=1)), "UNKNOWN_ORDER"),
        ("change_order", change(PO, {"line-num": 9}), "UNKNOWN_LINE"),
        ("change_order", change(PO, changed(), changed()), "DUPLICATE_LINE"),
        ("cancel_order", cancellation("PO-9"), "UNKNOWN_ORDER"),
        ("cancel_line", cancellation(PO, line_num=9), "UNKNOWN_LINE"),
        ("find_order_versions", {"po-number": "PO-9"}, "UNKNOWN_ORDER"),
    ],
)
def test_what_does_not_exist_cannot_change(operation: str, body: Body, code: str) -> None:
    assert code in ordered().refused(operation, body).text
