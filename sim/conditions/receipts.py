"""Conditions of receipts: lines and their sums (S01, S02), one receipt in three systems (S04)."""

from __future__ import annotations

from collections import Counter

from mock_systems.inventory.rules import EACH
from mock_systems.procurement.documents import Receipt
from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K28", "Procurement's received quantity is the sum of its receipts", "RA2", "P06")
def procurement_received(books: Books) -> Unequals:
    receipts = tally(
        ((receipt.po_number, receipt.line_num), receipt.quantity)
        for receipt in books.procurement.receipts()
    )
    lines = tally(
        ((order.po_number, line.line_num), line.received)
        for order, line in books.procurement.order_lines()
    )
    return compare(receipts, lines, "purchase units")


@condition("K29", "The ERP's received quantity is the sum of its receipts", "RA2", "P06")
def erp_received(books: Books) -> Unequals:
    receipts = tally(
        ((receipt.order, receipt.order_line), books.erp.received_each(receipt))
        for receipt in books.erp.receipts()
    )
    lines = tally(
        ((order.number, line.number), line.received_each) for order, line in books.erp.order_lines()
    )
    return compare(receipts, lines, "EA")


@condition("K30", "Accruals of an order line add up to its receipts at the order's price", "RA4")
def accruals_at_order_price(books: Books) -> Unequals:
    accrued = tally(
        ((receipt.order, receipt.order_line), receipt.amount_minor)
        for receipt in books.erp.receipts()
    )
    value = tally(
        ((order.number, line.number), line.received_minor)
        for order, line in books.erp.order_lines()
    )
    return compare(value, accrued, "cents")


@condition("K31", "More is received than ordered only under a flag", "RA2")
def over_receipts_are_flagged(books: Books) -> Unequals:
    flagged = {(r.order, r.order_line) for r in books.erp.receipts() if r.over_receipt}
    for order, line in books.erp.order_lines():
        is_over = line.received_each > line.ordered_each
        if is_over != ((order.number, line.number) in flagged):
            yield _flag(f"erp {order.number}/{line.number}", is_over)
    for ordered in books.procurement.orders():
        is_over = any(line.received > line.quantity for line in ordered.lines.values())
        if is_over != ordered.over_received:
            yield _flag(f"procurement {ordered.po_number}", is_over)


@condition(
    "K32", "Every receipt line of an order is accrued with its item, hospital, EA", "RA3", "P06"
)
def lines_are_accrued(books: Books) -> Unequals:
    """Of the same order: a line that was accrued twice has twice its EA."""
    received = tally(
        (
            (
                receipt.key(line),
                f"{receipt.po_number} {line.item.erp_item_number}",
                books.hospital(receipt.location.facility.code),
            ),
            line.qty_each,
        )
        for receipt, line in books.inventory.ordered_lines()
    )
    accrued: Counter[tuple[str, str, str]] = Counter()
    for posted in books.erp.receipts():
        order, ordered = books.erp.receipt_line(posted)
        text = f"{order.source_number} {ordered.item}"
        key = (f"{posted.number}/{posted.line}", text, books.hospital(order.business_unit))
        accrued[key] += books.erp.received_each(posted)
    return compare(received, accrued, "EA")


@condition(
    "K33", "Every receipt line of an order is one in the ERP, one in procurement", "RA3", "P06"
)
def receipts_exist_once(books: Books) -> Unequals:
    received = tally((r.key(line), 1) for r, line in books.inventory.ordered_lines())
    accrued = tally((f"{r.number}/{r.line}", 1) for r in books.erp.receipts())
    noted = tally((_noted(r), 1) for r in books.procurement.receipts())
    yield from compare(received, accrued, "receipts in the ERP")
    yield from compare(received, noted, "receipts in procurement")


@condition("K34", "Procurement notes every receipt line with its quantity", "RA3", "P06")
def receipts_are_noted(books: Books) -> Unequals:
    """In EA, by the pack that inventory receives."""
    received = tally(
        (receipt.key(line), line.qty_each) for receipt, line in books.inventory.ordered_lines()
    )
    packs = {item.erp_item_number: item.factor for item in books.inventory.items()}
    item_of = {
        (order.po_number, line.line_num): line.item_number
        for order, line in books.procurement.order_lines()
    }
    noted = tally(
        (
            _noted(r),
            r.quantity * (1 if r.uom == EACH else packs[item_of[r.po_number, r.line_num]]),
        )
        for r in books.procurement.receipts()
    )
    return compare(received, noted, "EA")


def _noted(receipt: Receipt) -> str:
    return f"{receipt.receipt_number}/{receipt.receipt_line}"


def _flag(key: str, is_over: bool) -> Unequal:
    flags = ("not over", "over")
    return Unequal(key, flags[is_over], flags[not is_over], "receipt flagged")
