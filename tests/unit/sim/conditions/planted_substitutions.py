"""One planted violation for each condition of shipping notices and substitutes.

Each function spoils the books and returns words that the difference must contain.
"""

from __future__ import annotations

from datetime import date

from mock_systems.procurement.documents import Order, OrderLine
from mock_systems.procurement.fulfilment import (
    LineFulfilment,
    ShipNotice,
    ShippedLine,
    Substitution,
)
from sim.conditions.books import Books

DAY = date(2026, 4, 20)


def k95(books: Books) -> str:
    """Announced with more than was ordered, and taken for ordered."""
    order, line = next(books.procurement.order_lines())
    too_many = line.quantity + 3
    shipped = (ShippedLine(line.line_num, too_many, 0, line.uom, ""),)
    notice = ShipNotice(order.erp_supplier_number, "A1", order.po_number, DAY, DAY, "", shipped)
    books.procurement.documents.ship_notices[order.erp_supplier_number, "A1"] = notice
    line.fulfilment = LineFulfilment(shipped=too_many)
    return f"expected {line.quantity} purchase units at most, found {too_many} (off by +3)"


def k96(books: Books) -> str:
    """Approved, but the lines are as they were."""
    order, line = next(books.procurement.order_lines())
    _approve(books, order, line, "200000001")
    return f"{order.po_number}/{line.line_num}: expected line in the ERP 200000001 at 500"


def k97(books: Books) -> str:
    order, line = next(books.procurement.order_lines())
    _approve(books, order, line, "200000001")
    return f"{line.item_number}/200000001: expected cross-reference known, found nothing"


def k98(books: Books) -> str:
    order, line = next(books.procurement.order_lines())
    first, second = [item for item in books.group.items if item.charge_code][:2]
    line.item_number = first.erp_number
    _approve(books, order, line, second.erp_number)
    return f"{first.charge_code}/{second.charge_code}: expected cross-reference known"


def _approve(books: Books, order: Order, line: OrderLine, substitute: str) -> None:
    found = Substitution(1, order.po_number, line.line_num, line.item_number, substitute, 500)
    found.status = "approved"
    books.procurement.documents.substitutions[1] = found


PLANTED = {"K95": k95, "K96": k96, "K97": k97, "K98": k98}
