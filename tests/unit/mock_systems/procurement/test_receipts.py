"""Receipts: they add up on the order line, as often as they are sent."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.stage import Body, Suite, line, receipt


def test_receipts_move_an_order_from_issued_to_received() -> None:
    suite = Suite()
    (po_number,) = suite.ordered(line("100", 10), line("300", 1, number=2))
    before = suite.ok("get_order", {"po-number": po_number})["status"]
    first = suite.ok("record_receipt", receipt(po_number, 10))["order-status"]
    second = receipt(po_number, 1, "RC-2") | {"line-num": 2}
    last = suite.ok("record_receipt", second)["order-status"]
    assert (before, first, last) == ("issued", "partially-received", "received")


def test_a_receipt_effects_its_quantity_in_the_purchase_unit() -> None:
    suite = Suite()
    (po_number,) = suite.ordered(line("100", 10))
    suite.ok("record_receipt", receipt(po_number, 4))
    (effect,) = suite.effects("procurement.order_receipt")
    assert (effect.key, effect.quantity, effect.uom) == ("RC-1/1", 4, "BX")
    assert (effect.facility, effect.period, effect.amount_minor) == ("SHIP-1001", "2026-04", 0)


def test_the_same_reference_twice_makes_two_receipts() -> None:
    suite = Suite()
    (po_number,) = suite.ordered(line("100", 10))
    for _ in range(2):
        suite.ok("record_receipt", receipt(po_number, 4))
    found = suite.ok("find_receipts", {"receipt-number": "RC-1", "receipt-line": "1"})["receipts"]
    assert [row["id"] for row in found] == [1, 2]
    assert len(suite.effects("procurement.order_receipt")) == 2
    order = suite.ok("get_order", {"po-number": po_number})
    assert order["lines"][0]["received-quantity"] == 8


def test_an_over_receipt_is_taken_and_flagged_for_good() -> None:
    suite = Suite()
    (po_number,) = suite.ordered(line("100", 10))
    assert suite.ok("record_receipt", receipt(po_number, 10))["over-received"] is False
    answer = suite.ok("record_receipt", receipt(po_number, 1))
    assert (answer["over-received"], answer["order-status"]) == (True, "received")
    assert suite.ok("get_order", {"po-number": po_number})["over-received"] is True


def test_a_receipt_never_recorded_is_found_empty() -> None:
    asked = {"receipt-number": "RC-0", "receipt-line": 1}
    assert Suite().ok("find_receipts", asked) == {"receipts": []}


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"po-number": "PO-9"}, 404, "UNKNOWN_ORDER"),
        ({"line-num": 2}, 422, "UNKNOWN_LINE"),
        ({"uom": "each"}, 422, "UOM_MISMATCH"),
        ({"quantity": 0}, 422, "INVALID_REQUEST"),
        ({"quantity": "4"}, 422, "INVALID_REQUEST"),
        ({"received-on": "30/04/2026"}, 422, "INVALID_REQUEST"),
        ({"receipt-number": ""}, 422, "INVALID_REQUEST"),
        ({"lot": "A"}, 422, "INVALID_REQUEST"),
    ],
)
def test_a_bad_receipt_is_refused(changed: Body, status: int, code: str) -> None:
    suite = Suite()
    (po_number,) = suite.ordered(line("100", 10))
    answer = suite.refused("record_receipt", receipt(po_number, 4) | changed)
    assert answer.status == status
    assert code in answer.text


def test_an_unknown_order_is_not_found() -> None:
    assert Suite().refused("get_order", {"po-number": "PO-9"}).status == 404


def test_the_books_show_what_each_line_received() -> None:
    suite = Suite()
    (po_number,) = suite.ordered(line("100", 10), line("300", 1, number=2))
    suite.ok("record_receipt", receipt(po_number, 4))
    entries = [(e.kind, e.key, e.quantity, e.uom) for e in suite.system.books()]
    assert entries == [
        ("procurement.order_received", f"{po_number}/1", 4, "BX"),
        ("procurement.order_received", f"{po_number}/2", 0, "BX"),
    ]
