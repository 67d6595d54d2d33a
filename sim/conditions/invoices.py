"""Conditions of invoices: match with holds (S01), one invoice in two systems (S02)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mock_systems.erp.documents import Invoice
from mock_systems.erp.match import APPROVED, CANCELLED, HELD, PAID, QUANTITY_HOLD
from mock_systems.invoice_capture.documents import EXPORTED
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally
from sim.conditions.condition import Unequal, Unequals, condition

CREDIT_PREFIX, DISPUTE_PREFIX = "CM-", "DSP-"
"""A credit memo of a dispute has the dispute's reference in its number."""
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
    """Under its own due date; a cancelled one stays in the queue until its turn comes."""
    cancelled = {invoice.id for invoice in books.erp.invoices() if invoice.status == CANCELLED}
    waiting = Counter(entry for entry in books.erp.payable() if entry[1] not in cancelled)
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
    """The last invoice in line waits for the whole running total that was billed; a service is
    matched without receipt."""
    awaited: dict[object, int] = {}
    for order, line, total_each, _ in books.erp.awaiting_receipt():
        awaited[order, line] = max(total_each, awaited.get((order, line), 0))
    billed: dict[object, int] = {
        (order.number, line.number): line.billed_each
        for order, line in books.erp.order_lines()
        if line.billed_each > line.received_each and not line.two_way
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
    entered = tally((invoice.key, 1) for invoice in _submitted(books))
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
        for invoice in _submitted(books)
    }
    return compare(submitted, entered, "header")


@condition("K42", "Procurement shows the ERP's last status of every invoice", "IM6", "P07")
def invoice_statuses_agree(books: Books) -> Unequals:
    """With a credit procurement may see an invoice paid in part only, which it calls approved;
    where credits cover all of it, it goes by the ERP's word."""
    decided = {
        invoice.key: f"{SHOWN_AS.get(invoice.status)} in version {_announced(invoice)}"
        for invoice in _submitted(books)
        if not _is_paid_in_part(invoice)
    }
    credited = {invoice.key for invoice in books.erp.invoices() if _is_paid_in_part(invoice)}
    shown = {
        invoice.key: f"{invoice.status} in version {invoice.status_version}"
        for invoice in books.procurement.invoices()
        if invoice.key not in credited
    }
    return compare(decided, shown, "status")


@condition(
    "K127", "A dispute that ended in a credit is one credit memo of its amount", "IM6", "P07"
)
def disputes_were_credited(books: Books) -> Unequals:
    """Memos of other causes have other numbers."""
    invoices = books.procurement.documents.invoices
    agreed = tally(
        (f"{invoices[d.invoice_id].erp_number}/{CREDIT_PREFIX}{d.reference}", d.credit_minor)
        for d in books.procurement.credited()
    )
    entered = tally(
        (memo.key, memo.amount_minor)
        for memo in books.erp.credit_memos()
        if memo.number.startswith(f"{CREDIT_PREFIX}{DISPUTE_PREFIX}")
    )
    return compare(agreed, entered, "cents")


@condition("K128", "A captured invoice went on once, with its amount, and was acknowledged", "IM1")
def captured_invoices_arrived(books: Books) -> Unequals:
    """To procurement, or straight to the ERP where no order stands behind it."""
    submitted = {invoice.key: invoice.total_minor for invoice in books.procurement.invoices()}
    without_order = {i.key: i.amount_minor for i in books.erp.invoices() if i.is_expense}
    captured = list(books.capture.verified())
    yield from once((invoice.key for _, invoice in captured), "captured invoices")
    for capture, invoice in captured:
        target = submitted if invoice.purchase_order else without_order
        if target.get(invoice.key, 0) != invoice.total_minor:
            yield Unequal(
                invoice.key, invoice.total_minor, target.get(invoice.key, 0), "cents entered"
            )
        if capture.state != EXPORTED:
            yield Unequal(invoice.key, EXPORTED, capture.state, "state")
    owners = {invoice.key for _, invoice in captured}
    for key in without_order:
        if key not in owners:
            yield Unequal(key, "captured", "from nowhere", "invoice without order")


def _submitted(books: Books) -> Iterator[Invoice]:
    """Those that procurement knows."""
    return (invoice for invoice in books.erp.invoices() if invoice.is_submitted)


def normalised(number: str) -> str:
    """An invoice number without case, leading zeros, or the sort of its separators."""
    groups = re.findall(r"[a-z]+|[0-9]+", number.casefold())
    return "-".join(group.lstrip("0") or "0" for group in groups)


def _announced(invoice: Invoice) -> int:
    """The last version that was announced as a status: a payment is announced by itself."""
    by_payment = invoice.status == PAID and invoice.open_minor
    return invoice.version - 1 if by_payment else invoice.version


def _is_paid_in_part(invoice: Invoice) -> bool:
    return invoice.status == PAID and 0 < invoice.credited_minor < invoice.amount_minor


def _yes_no(expected: bool) -> tuple[str, str]:
    return ("some", "none") if expected else ("none", "some")
