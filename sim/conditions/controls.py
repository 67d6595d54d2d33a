"""Conditions between subledgers and control accounts (S01), per business unit over all periods.

The documents are added up anew: they are the independent side of the comparison.
"""

from __future__ import annotations

from mock_systems.erp.accounts import (
    ACCOUNTS_PAYABLE,
    CASH,
    ENCUMBRANCE,
    ENCUMBRANCE_RESERVE,
    GRNI,
    INVENTORY,
    PRICE_VARIANCE,
)
from mock_systems.erp.match import CANCELLED, PAID
from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequals, condition


@condition("K11", "Accounts payable is the sum of unpaid invoices", "IM4")
def payables_control(books: Books) -> Unequals:
    unpaid = tally(
        (invoice.business_unit, -invoice.open_minor)
        for invoice in books.erp.invoices()
        if invoice.status not in (PAID, CANCELLED)
    )
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
    group, items = books.group, books.erp.items()
    value = tally(
        (
            group.facility(shelf.facility).business_unit,
            shelf.opening_qty * group.item(shelf.item).standard_cost_minor,
        )
        for shelf in group.shelves
    )
    for receipt in books.erp.receipts():
        order, line = books.erp.receipt_line(receipt)
        if items[line.item].stocked:
            value[order.business_unit] += receipt.amount_minor
    for _, cost, journal in books.erp.costs():
        value[journal.business_unit] -= cost.quantity * items[cost.item].standard_cost_minor
    return compare(value, books.erp.balance_of(INVENTORY), "cents")


@condition("K15", "Cash went down by what was paid", "IM4", "P08")
def cash_control(books: Books) -> Unequals:
    unit_of = {invoice.key: invoice.business_unit for invoice in books.erp.invoices()}
    paid = tally(
        (unit_of.get(payment.invoice, "no business unit"), -payment.amount_minor)
        for payment in books.erp.payments()
    )
    return compare(paid, books.erp.balance_of(CASH), "cents")


@condition("K16", "Price variance is invoiced minus cleared at the order's price", "IM5")
def variance_control(books: Books) -> Unequals:
    variance = tally(
        (invoice.business_unit, invoice.amount_minor) for invoice in books.erp.matched_invoices()
    )
    for order, line in books.erp.order_lines():
        variance[order.business_unit] -= line.billed_minor
    return compare(variance, books.erp.balance_of(PRICE_VARIANCE), "cents")
