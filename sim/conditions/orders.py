"""Conditions of requisitions with orders (S02), and of orders in two systems (S02, S01)."""

from __future__ import annotations

from collections.abc import Iterator

from mock_systems.erp.documents import Order
from mock_systems.procurement.rules import order_status, total_of
from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K19", "A requisition's total is the sum of its lines", "RP3")
def requisition_totals(books: Books) -> Unequals:
    for requisition in books.procurement.requisitions():
        lines_minor = total_of((line.quantity, line.unit_price_minor) for line in requisition.lines)
        if requisition.total_minor != lines_minor:
            yield Unequal(requisition.number, lines_minor, requisition.total_minor, "cents")


@condition("K20", "An order's total is the sum of its lines", "RP3")
def order_totals(books: Books) -> Unequals:
    for order in books.procurement.orders():
        lines = order.lines.values()
        lines_minor = total_of((line.quantity, line.unit_price_minor) for line in lines)
        if order.total_minor != lines_minor:
            yield Unequal(order.po_number, lines_minor, order.total_minor, "cents")


@condition("K21", "Orders carry the quantities of their requisition, at its prices", "RP1", "RP3")
def orders_carry_requisitions(books: Books) -> Unequals:
    """Per item and price, as issued; of a requisition that was not ordered nothing may be."""
    requested = tally(
        ((requisition.number, line.item_number, line.unit_price_minor), line.quantity)
        for requisition in books.procurement.requisitions()
        if requisition.status == "ordered"
        for line in requisition.lines
    )
    ordered = tally(
        ((order.requisition, line.item_number, line.unit_price_minor), line.quantity)
        for order, line in books.procurement.issued_lines()
    )
    return compare(requested, ordered, "purchase units")


@condition(
    "K22", "A requisition is ordered exactly when an approver and orders exist", "RP3", "RP6"
)
def requisitions_became_orders(books: Books) -> Unequals:
    orders: dict[str, list[str]] = {}
    for order in books.procurement.orders():
        orders.setdefault(order.requisition, []).append(order.po_number)
    for requisition in books.procurement.requisitions():
        number, is_ordered = requisition.number, requisition.status == "ordered"
        found = " ".join(sorted(orders.pop(number, [])))
        listed = " ".join(sorted(requisition.po_numbers))
        if found != listed:
            yield Unequal(number, listed or "none", found or "none", "orders")
        if bool(listed) != is_ordered:
            expected = "ordered" if listed else "not ordered"
            yield Unequal(number, expected, requisition.status, "status")
        if is_ordered and not requisition.approver:
            yield Unequal(number, "named", "nobody", "approver")
    for number, found_for in orders.items():
        yield Unequal(number or "no requisition", "none", " ".join(found_for), "orders")


@condition("K23", "No requisition waits for its budget once all is quiet", "RP6", "P04")
def no_requisition_waits(books: Books) -> Unequals:
    for requisition in books.procurement.requisitions():
        if requisition.status == "pending-budget":
            yield Unequal(requisition.number, "decided", requisition.status, "status")


@condition("K24", "An order's status follows from what was received", "RP5")
def order_statuses(books: Books) -> Unequals:
    for order in books.procurement.orders():
        expected = order_status(order.lines.values())
        if order.status != expected:
            yield Unequal(order.po_number, expected, order.status, "status")


@condition("K25", "Every order of procurement is exactly one order in the ERP", "RP2", "RP6", "P04")
def orders_exist_once(books: Books) -> Unequals:
    """What somebody ordered in the ERP without a requisition is no business of procurement."""
    issued = tally((order.po_number, 1) for order in books.procurement.orders())
    committed = tally((order.source_number, 1) for order in _of_requisitions(books))
    return compare(issued, committed, "orders")


@condition(
    "K26", "An order has one supplier, hospital, cost centre, total everywhere", "RP2", "RP3"
)
def order_headers_agree(books: Books) -> Unequals:
    issued = {
        order.po_number: f"{order.erp_supplier_number} {books.hospital(order.ship_to)} "
        f"{order.cost_center} {order.contract} {order.total_minor}"
        for order in books.procurement.orders()
    }
    committed = {
        order.source_number: f"{order.supplier} {books.hospital(order.business_unit)} "
        f"{order.cost_center} {order.contract} {order.amount_minor}"
        for order in _of_requisitions(books)
    }
    return compare(issued, committed, "header")


@condition(
    "K27", "An order line has one item, quantity, unit, price everywhere", "RP1", "RP2", "CP2"
)
def order_lines_agree(books: Books) -> Unequals:
    """And is a service in both or in none: only a service is matched without receipt."""
    return compare(dict(_lines_issued(books)), dict(_lines_committed(books)), "line")


def _lines_issued(books: Books) -> Iterator[tuple[tuple[str, int], str]]:
    for order, line in books.procurement.order_lines():
        what = line.kind if line.kind == "service" else line.item_number
        text = f"{line.quantity} {line.uom} {what} at {line.unit_price_minor}"
        yield (order.po_number, line.line_num), text


def _lines_committed(books: Books) -> Iterator[tuple[tuple[str, int], str]]:
    for order in _of_requisitions(books):
        for line in order.lines.values():
            what = "service" if line.two_way else line.item
            text = f"{line.quantity} {line.uom} {what} at {line.unit_price_minor}"
            yield (order.source_number, line.number), text


def _of_requisitions(books: Books) -> Iterator[Order]:
    """The ERP's orders but those that began there under another reference than a requisition."""
    requisitions = {requisition.number for requisition in books.procurement.requisitions()}
    others = {
        order.number
        for reference, orders in books.erp.direct_orders().items()
        if reference not in requisitions
        for order in orders
    }
    return (order for order in books.erp.orders() if order.number not in others)
