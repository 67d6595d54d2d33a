"""Conditions of what suppliers announce or offer instead: S02 against S01, S04, S05 (P05, P12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sim.conditions.books import Books
from sim.conditions.comparison import compare
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K95", "No more is on its way than stands ordered, by the notices", "RP7", "P05")
def notices_are_within_orders(books: Books) -> Unequals:
    """What a notice marks to be returned was not ordered, hence does not count."""
    announced: Counter[tuple[str, int]] = Counter()
    for notice in books.procurement.ship_notices():
        for shipped in notice.lines:
            announced[notice.po_number, shipped.line_num] += shipped.quantity - shipped.to_return
    for order, line in books.procurement.order_lines():
        coming = announced.pop((order.po_number, line.line_num), 0)
        said = line.fulfilment.shipped if line.fulfilment else 0
        key = f"{order.po_number}/{line.line_num}"
        if coming != said:
            yield Unequal(key, coming, said, "purchase units on their way")
        if coming > line.quantity:
            yield Unequal(key, line.quantity, coming, "purchase units at most")
    yield from compare({}, announced, "purchase units on their way")


@condition("K96", "An approved substitute stands on the order line, in the ERP too", "RP1", "P12")
def substitutes_are_ordered(books: Books) -> Unequals:
    """The last one that was approved for a line."""
    approved = {
        (order.po_number, found.line_num): f"{found.substitute_item} at {found.unit_price_minor}"
        for order, found in books.procurement.substitutions()
    }
    ordered = {
        (order.po_number, line.line_num): f"{line.item_number} at {line.unit_price_minor}"
        for order, line in books.procurement.order_lines()
    }
    committed = {
        (order.source_number, line.number): f"{line.item} at {line.unit_price_minor}"
        for order, line in books.erp.order_lines()
    }
    for standing, where in ((ordered, "in procurement"), (committed, "in the ERP")):
        found_there = {key: standing[key] for key in approved if key in standing}
        yield from compare(approved, found_there, f"line {where}")


@condition("K97", "The store knows every approved substitute, no other", "P12")
def substitutes_are_stocked(books: Books) -> Unequals:
    numbers = {item.item_id: item.erp_item_number for item in books.inventory.items()}
    expected = dict.fromkeys(_approved(books), "known")
    found = {
        (numbers[one.item_id], numbers[one.substitute_item_id]): "known"
        for one in books.inventory.cross_references()
    }
    return compare(expected, found, "cross-reference")


@condition("K98", "Billing knows the code of every approved substitute that is charged", "P12")
def substitutes_are_charged(books: Books) -> Unequals:
    codes = {item.erp_number: item.charge_code for item in books.group.items}
    expected = {
        (codes[ordered], codes[substitute]): "known"
        for ordered, substitute in _approved(books)
        if codes.get(ordered) and codes.get(substitute)
    }
    found = {
        (one.charge_code, one.substitute_charge_code): "known"
        for one in books.billing.cross_references()
    }
    return compare(expected, found, "cross-reference")


def _approved(books: Books) -> Iterator[tuple[str, str]]:
    """Ordered item with its substitute, of the same supplier or from elsewhere."""
    for _, found in books.procurement.substitutions():
        yield found.ordered_item, found.substitute_item
    for alternate in books.procurement.alternates():
        yield alternate.ordered_item, alternate.alternate_item
