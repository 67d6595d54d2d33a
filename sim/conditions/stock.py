"""Conditions of stock (S04): shelves, lots, what moved through them, in eaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from mock_systems.inventory.documents import Shelf
from mock_systems.inventory.rules import expiry_order, period_of
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, shares, tally
from sim.conditions.condition import Unequal, Unequals, condition


@condition("K63", "A shelf holds the sum of its lots", "RA1")
def shelves_are_sums(books: Books) -> Unequals:
    lots = tally((_place(shelf), held.on_hand) for shelf, held in books.inventory.lots())
    shelves = tally((_place(shelf), shelf.on_hand) for shelf in books.inventory.shelves())
    return compare(lots, shelves, "EA")


@condition("K64", "A lot holds at least one, once per shelf, first to expire first", "RA1", "RA7")
def lots_are_in_order(books: Books) -> Unequals:
    for shelf, held in books.inventory.lots():
        if held.on_hand < 1:
            yield Unequal(f"{_place(shelf)}/{held.lot}", "1 or more", str(held.on_hand), "EA")
    yield from once(((_place(s), held.lot) for s, held in books.inventory.lots()), "entries")
    for shelf in books.inventory.shelves():
        for first, second in pairwise(shelf.lots):
            if expiry_order(second) < expiry_order(first):
                yield Unequal(_place(shelf), second.lot, first.lot, "lot to be used first")


@condition("K65", "Stock has a lot exactly when its item is tracked by lot, with its expiry", "RA7")
def lots_are_known(books: Books) -> Unequals:
    for shelf, held in books.inventory.lots():
        key, item = f"{_place(shelf)}/{held.lot}", shelf.item
        if item.lot_tracked != bool(held.lot):
            expected = "named" if item.lot_tracked else "none"
            yield Unequal(key, expected, held.lot or "none", "lot")
        elif held.lot and item.expiries.get(held.lot) != held.expiry:
            expected = item.expiries.get(held.lot, "in the lot master")
            yield Unequal(key, expected, held.expiry or "none", "expiry")


@condition("K66", "A shelf is listed as short exactly when it holds less than its par", "P11")
def short_shelves_are_listed(books: Books) -> Unequals:
    short = tally(
        (_place(shelf), 1) for shelf in books.inventory.shelves() if shelf.on_hand < shelf.par_qty
    )
    listed = tally(
        (_place(shelf), 1)
        for facility in books.inventory.facilities()
        for shelf in facility.below_par
    )
    return compare(short, listed, "entries")


@condition("K67", "Stock on hand is opening plus receipts minus usages, item by item", "RA1", "UC2")
def stock_rolls_forward(books: Books) -> Unequals:
    """Per hospital, recalled lots with the others.

    Items that are not stocked leave the dock by adjustments, which leave no document.
    """
    expected = tally(((s.facility, s.item), s.opening_qty) for s in books.group.shelves)
    for receipt, line in books.inventory.receipt_lines():
        hospital = books.hospital(receipt.location.facility.code)
        expected[hospital, line.item.erp_item_number] += line.qty_each
    for arrived in books.inventory.inbound():
        hospital = books.hospital(arrived.receiver.facility.code)
        expected[hospital, arrived.lane.item.erp_item_number] += arrived.received_qty
    for usage in books.inventory.usages():
        if not usage.bill_only:
            expected[_hospital_and_item(books, usage.shelf)] -= usage.qty - usage.returned_qty
    on_hand = tally((_hospital_and_item(books, s), s.on_hand) for s in books.inventory.shelves())
    for shelf, held in books.inventory.quarantined():
        on_hand[_hospital_and_item(books, shelf)] += held.on_hand
    stocked = {number for number, item in books.erp.items().items() if item.stocked}
    return compare(_of_items(expected, stocked), _of_items(on_hand, stocked), "EA")


@condition("K68", "Every usage is one cost of its item, department, EA in the ERP", "UC2", "P09")
def usages_are_costed(books: Books) -> Unequals:
    """A usage that was posted twice costs twice its EA."""
    for own in shares(len(books.inventory.usages())):
        used = tally(
            (
                (
                    usage.usage_id,
                    usage.shelf.item.erp_item_number,
                    usage.shelf.location.cost_center,
                    books.hospital(usage.shelf.location.facility.code),
                ),
                usage.qty,
            )
            for usage in books.inventory.own_usages()
            if own(usage.usage_id)
        )
        costed = tally(
            (
                (ref, cost.item, journal.lines[0][1], books.hospital(journal.business_unit)),
                cost.quantity,
            )
            for ref, cost, journal in books.erp.costs()
            if own(ref)
        )
        yield from compare(used, costed, "EA")


@condition("K94", "A hospital's period totals are the sum of its usages and receipts", "P13")
def totals_are_sums(books: Books) -> Unequals:
    usages: Counter[tuple[str, str]] = Counter()
    each: Counter[tuple[str, str]] = Counter()
    for usage in books.inventory.usages():
        if not usage.bill_only:
            key = usage.shelf.location.facility.code, period_of(usage.performed_at)
            usages[key] += 1
            each[key] += usage.qty
    receipts = tally(
        ((receipt.location.facility.code, period_of(receipt.received_at)), line.qty_each)
        for receipt, line in books.inventory.receipt_lines()
    )
    totals = {(facility.code, period): t for facility, period, t in books.inventory.totals()}
    yield from compare(usages, {key: t.usage_lines for key, t in totals.items()}, "usages")
    yield from compare(each, {key: t.usage_qty for key, t in totals.items()}, "EA used")
    yield from compare(receipts, {key: t.receipt_qty for key, t in totals.items()}, "EA received")


def _hospital_and_item(books: Books, shelf: Shelf) -> tuple[str, str]:
    return books.hospital(shelf.location.facility.code), shelf.item.erp_item_number


def _place(shelf: Shelf) -> str:
    return f"{shelf.location.code}/{shelf.item.item_id}"


def _of_items(
    amounts: Mapping[tuple[str, str], int], items: set[str]
) -> dict[tuple[str, str], int]:
    """The entries whose key (hospital, item) names one of `items`."""
    return {key: amount for key, amount in amounts.items() if key[1] in items}
