"""Conditions of invoices: match with holds (S01), one invoice in two systems (S02)."""

from __future__ import annotations

import re
from collections import Counter

from mock_systems.erp.documents import Invoice
from mock_systems.erp.match import APPROVED, CANCELLED, HELD, PAID, QUANTITY_HOLD
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally
from sim.conditions.condition import Unequal, Unequals, condition

SHOWN_AS = {HELD: "on-hold", APPROVED: "approved", PAID: "paid", CANCELLED: "cancelled"}
"""The ERP's status of an invoice -> procurement's."""


@condition("K35", "An invoice is held exactly when it has holds and stands in the register", "IM6")
def holds_exist(books: Books) -> Unequals:
    register = books.erp.held()
    for invoice in books.erp.invoices():
        is_held = invoice.status == HELD
        if is_held != bool(invoice.holds):
            yield Unequal(invoice.key, *_yes_no(is_held), "holds")
        if is_held != (invoice.id in register):
            yield Unequal(invoice.key, *_yes_no(is_held), "entry in the register")


@condition("K36", "An invoice is approved exactly when it waits once to be paid", "IM4")
def approved_invoices_are_payable(books: Books) -> Unequals:
    """Under its own due date."""
    waiting = Counter(books.erp.payable())
    approved = Counter(
        (invoice.due_date, invoice.id)
        for invoice in books.erp.invoices()
        if invoice.status == APPROVED
    )
    return compare(approved, waiting, "entries in the queue")


@condition("K37", "A supplier's invoice number is used once, however it is written", "IM1")
def invoice_numbers_are_unique(books: Books) -> Unequals:
    yield from once(
        (("erp", invoice.supplier, normalised(invoice.number)) for invoice in books.erp.invoices()),
        "invoices",
    )
    yield from once(
        (
            ("procurement", invoice.erp_number, normalised(invoice.invoice_number))
            for invoice in books.procurement.invoices()
        ),
        "invoices",
    )


@condition("K38", "What is billed beyond receipts waits for them, line by line", "IM2", "IM3")
def excess_billing_waits(books: Books) -> Unequals:
    """The last invoice in line waits for the whole running total that was billed."""
    awaited: dict[object, int] = {}
    for order, line, total_each, _ in books.erp.awaiting_receipt():
        awaited[order, line] = max(total_each, awaited.get((order, line), 0))
    billed: dict[object, int] = {
        (order.number, line.number): line.billed_each
        for order, line in books.erp.order_lines()
        if line.billed_each > line.received_each
    }
    return compare(billed, awaited, "EA")


@condition("K39", "A held invoice waits for goods exactly when lines of it do", "IM3", "IM6")
def quantity_holds_follow_receipts(books: Books) -> Unequals:
    waiting = tally((invoice.key, 1) for _, _, _, invoice in books.erp.awaiting_receipt())
    counted = tally((invoice.key, invoice.uncovered) for invoice in books.erp.invoices())
    yield from compare(waiting, counted, "lines that wait")
    for invoice in books.erp.held().values():
        waits = bool(waiting[invoice.key])
        if waits != (QUANTITY_HOLD in invoice.holds):
            yield Unequal(invoice.key, *_yes_no(waits), f"hold {QUANTITY_HOLD}")


@condition("K40", "Every invoice of procurement is exactly one in the ERP", "IM1", "P07")
def invoices_exist_once(books: Books) -> Unequals:
    submitted = tally((invoice.key, 1) for invoice in books.procurement.invoices())
    entered = tally((invoice.key, 1) for invoice in books.erp.invoices())
    return compare(submitted, entered, "invoices")


@condition("K41", "An invoice has one order, contract, hospital, amount everywhere", "IM1", "IM2")
def invoice_headers_agree(books: Books) -> Unequals:
    submitted = {
        invoice.key: f"{invoice.po_number} {invoice.contract} {books.hospital(invoice.ship_to)} "
        f"{invoice.total_minor}"
        for invoice in books.procurement.invoices()
    }
    entered = {
        invoice.key: f"{invoice.source_order} {invoice.contract} "
        f"{books.hospital(invoice.business_unit)} {invoice.amount_minor}"
        for invoice in books.erp.invoices()
    }
    return compare(submitted, entered, "header")


@condition("K42", "Procurement shows the ERP's last status of every invoice", "IM6", "P07")
def invoice_statuses_agree(books: Books) -> Unequals:
    decided = {
        invoice.key: f"{SHOWN_AS.get(invoice.status)} in version {_announced(invoice)}"
        for invoice in books.erp.invoices()
    }
    shown = {
        invoice.key: f"{invoice.status} in version {invoice.status_version}"
        for invoice in books.procurement.invoices()
    }
    return compare(decided, shown, "status")


def normalised(number: str) -> str:
    """An invoice number without case, leading zeros, or the sort of its separators."""
    groups = re.findall(r"[a-z]+|[0-9]+", number.casefold())
    return "-".join(group.lstrip("0") or "0" for group in groups)


def _announced(invoice: Invoice) -> int:
    """The last version that was announced as a status: a payment is announced by itself."""
    return invoice.version - 1 if invoice.status == PAID else invoice.version


def _yes_no(expected: bool) -> tuple[str, str]:
    return ("some", "none") if expected else ("none", "some")
