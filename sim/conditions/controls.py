"""Conditions between subledgers and control accounts (S01), per business unit over all periods.

The documents are added up anew: they are the independent side of the comparison.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mock_systems.erp.accounts import (
    ACCOUNTS_PAYABLE,
    CASH,
    ENCUMBRANCE,
    ENCUMBRANCE_RESERVE,
    GRNI,
    INVENTORY,
    PRICE_VARIANCE,
)
from mock_systems.erp.documents import OrderLine, Receipt
from mock_systems.erp.match import CANCELLED, PAID
from mock_systems.erp.payment_outcomes import REJECTED
from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequals, condition

_OF_GOODS = ("OPENING", "RECEIPT", "COST")
_OF_MONEY = ("PAYMENT", "PAYMENT-RETURN", "DEPOSIT")
_OF_BILLS = ("INVOICE", "INVOICE-REVERSAL", "CREDIT")
"""Categories of the journals that documents of a kind post."""


@condition("K11", "Accounts payable is the sum of unpaid invoices less open credits", "IM4")
def payables_control(books: Books) -> Unequals:
    unpaid = tally(
        (invoice.business_unit, -invoice.open_minor)
        for invoice in books.erp.invoices()
        if invoice.status not in (PAID, CANCELLED)
    )
    for memo in books.erp.credit_memos():
        unpaid[memo.business_unit] += memo.open_minor
    return compare(unpaid, books.erp.balance_of(ACCOUNTS_PAYABLE), "cents")


@condition("K12", "GRNI is received minus invoiced at the order's price", "RA4", "IM5")
def grni_control(books: Books) -> Unequals:
    open_accruals = tally(
        (order.business_unit, -line.grni_minor) for order, line in books.erp.order_lines()
    )
    return compare(open_accruals, books.erp.balance_of(GRNI), "cents")


@condition("K13", "Encumbrance is what open orders still bind", "RP4")
def encumbrance_control(books: Books) -> Unequals:
    bound = tally(
        (order.business_unit, line.encumbered_minor) for order, line in books.erp.order_lines()
    )
    yield from compare(bound, books.erp.balance_of(ENCUMBRANCE), "cents")
    reserve = tally(
        (unit, -minor) for unit, minor in books.erp.balance_of(ENCUMBRANCE_RESERVE).items()
    )
    yield from compare(bound, reserve, "cents in reserve")


@condition("K14", "Inventory is opening stock plus receipts minus costs", "RA1", "RA3")
def inventory_control(books: Books) -> Unequals:
    """By what these documents posted: a journal of an accountant is no goods movement."""
    group, items = books.group, books.erp.items()
    value = tally(
        (
            group.facility(shelf.facility).business_unit,
            shelf.opening_qty * group.item(shelf.item).standard_cost_minor,
        )
        for shelf in group.shelves
    )
    received_as: dict[int, Receipt] = {}
    for receipt in books.erp.receipts():
        received_as[receipt.id] = receipt
        order, line = books.erp.receipt_line(receipt)
        if _is_stock(books, line):
            value[order.business_unit] += receipt.amount_minor
    for change in books.erp.receipt_changes():
        order, line = books.erp.receipt_line(received_as[change.receipt_id])
        if _is_stock(books, line):
            value[order.business_unit] += change.amount_minor
    for _, cost, journal in books.erp.costs():
        value[journal.business_unit] -= cost.quantity * items[cost.item].standard_cost_minor
    return compare(value, _moved(books, INVENTORY, _OF_GOODS), "cents")


@condition(
    "K15", "Cash went down by what was paid for good, up by what was deposited", "IM4", "P08", "CR4"
)
def cash_control(books: Books) -> Unequals:
    """By what these documents posted: feeds and settlements between hospitals move cash too."""
    unit_of = {invoice.key: invoice.business_unit for invoice in books.erp.invoices()}
    cash = tally(
        (unit_of.get(payment.invoice, "no business unit"), -payment.amount_minor)
        for payment in books.erp.payments()
        if payment.status != REJECTED
    )
    for receipt in books.erp.cash_receipts():
        cash[receipt.business_unit] += 0 if receipt.reversed else receipt.amount_minor
    return compare(cash, _moved(books, CASH, _OF_MONEY), "cents")


@condition("K16", "Price variance is invoiced minus cleared at the order's price", "IM5")
def variance_control(books: Books) -> Unequals:
    """Neither tax and freight nor services or projects leave a variance; credits lower it."""
    variance: Counter[str] = Counter()
    for invoice in books.erp.invoices():
        if invoice.status != CANCELLED:
            goods = (part.amount_minor for part in invoice.parts if _is_goods(part.line))
            variance[invoice.business_unit] += sum(goods)
    for order, line in books.erp.order_lines():
        if _is_goods(line):
            variance[order.business_unit] -= line.billed_minor
    for memo in books.erp.credit_memos():
        credited = books.erp.order(memo.order)
        if credited is not None and any(map(_is_goods, credited.lines.values())):
            variance[memo.business_unit] -= memo.amount_minor
    return compare(variance, _moved(books, PRICE_VARIANCE, _OF_BILLS), "cents")


def _is_goods(line: OrderLine) -> bool:
    return not line.two_way and not line.project


def _is_stock(books: Books, line: OrderLine) -> bool:
    item = books.erp.items().get(line.item)
    to_shelf = item is not None and item.stocked
    return to_shelf and not line.project and not line.expense_account


def _moved(books: Books, account: str, categories: Iterable[str]) -> Counter[str]:
    """Business unit -> cents that journals of some categories moved on an account."""
    return tally(
        (journal.business_unit, minor)
        for category in categories
        for journal in books.erp.journals_of(category)
        for name, _, minor in journal.lines
        if name == account
    )
