"""Conditions of numbering: every series of documents runs from its first number without a gap."""

from __future__ import annotations

from sim.conditions.books import Books
from sim.conditions.charges import USAGE
from sim.conditions.comparison import dense, number_in
from sim.conditions.condition import Unequals, condition
from sim.conditions.erp_books import FIRST_ID


@condition(
    "K83",
    "The ERP's orders, receipts, invoices, payments are numbered densely",
    "P04",
    "P06",
    "P07",
    "P08",
)
def erp_is_dense(books: Books) -> Unequals:
    erp = books.erp
    yield from dense("orders", (number_in(order.number) for order in erp.orders()))
    yield from dense("receipts", (receipt.id for receipt in erp.receipts()), FIRST_ID)
    yield from dense("invoices", (invoice.id for invoice in erp.invoices()), FIRST_ID)
    yield from dense("payments", (number_in(payment.number) for payment in erp.payments()))


@condition("K84", "No two costs share a journal", "P09")
def journals_are_used_once(books: Books) -> Unequals:
    """A journal's number is its place in the ledger, so the costs' journals must be its places."""
    places = [
        place
        for place, (_, journal) in enumerate(books.erp.journals(), start=1)
        if journal.category == "COST"
    ]
    nth = {place: n for n, place in enumerate(places, start=1)}
    return dense("journals of costs", (nth.get(c.journal, 0) for _, c, _ in books.erp.costs()))


@condition(
    "K85", "Procurement's requisitions, orders, receipts, invoices are dense", "P04", "P06", "P07"
)
def procurement_is_dense(books: Books) -> Unequals:
    suite = books.procurement
    yield from dense("requisitions", (requisition.id for requisition in suite.requisitions()))
    yield from dense("orders", (number_in(order.po_number) for order in suite.orders()))
    yield from dense("receipts", (receipt.id for receipt in suite.receipts()))
    yield from dense("invoices", (invoice.id for invoice in suite.invoices()))


@condition("K86", "Spend entries of the contract platform are numbered densely", "P08")
def spend_is_dense(books: Books) -> Unequals:
    return dense("spend entries", (entry.entry_id for _, entry in books.contracts.spend()))


@condition("K87", "Billing's charges are numbered densely", "P09")
def charges_are_dense(books: Books) -> Unequals:
    return dense("charges", (charge.number for charge in books.billing.charges()))


@condition("K88", "Inventory's receipts with their lines, and its usages, are dense", "P06", "P09")
def inventory_is_dense(books: Books) -> Unequals:
    stock = books.inventory
    yield from dense("receipts", (number_in(receipt.receipt_no) for receipt in stock.receipts()))
    for receipt in stock.receipts():
        yield from dense(f"lines of {receipt.receipt_no}", (n.line_no for n in receipt.lines))
    usages = (usage.usage_id for usage in stock.usages())
    yield from dense("usages", (number_in(name) for name in usages if name.startswith(USAGE)))
