"""Three-way match over time: which invoices are held, until when.

Each invoice line remembers the running total of received units that would cover it, counted in
the order in which invoices arrived. Whether an invoice is covered then depends on the quantity
received alone, not on when receipts came: the decision is the same for every arrival order of
receipts among invoices (IM3).
"""

from __future__ import annotations

from collections import deque
from heapq import heappush
from typing import Any

from mock_systems.erp.documents import Invoice, Order, OrderLine
from mock_systems.erp.rules import extended_minor, quantity_matches
from mock_systems.erp.tables import Tables
from mock_systems.service import Effect, Work

HELD = "HELD"
APPROVED = "APPROVED"
PAID = "PAID"
CANCELLED = "CANCELLED"

QUANTITY_HOLD = "QTY_RECEIVED"
PRICE_HOLD = "PRICE"
ORDERED_HOLD = "QTY_ORDERED"
"""A service was billed beyond its order: no receipt can cover that."""
APPROVAL_HOLD = "APPROVAL"
"""An invoice without order waits for somebody who may approve its amount."""


def await_receipt(tables: Tables, order: str, line: OrderLine, invoice: Invoice) -> None:
    """Counts one line of the invoice as not covered by receipts."""
    invoice.uncovered += 1
    waiting = tables.awaiting_receipt.setdefault((order, line.number), deque())
    waiting.append((line.billed_each, invoice))


def cover(tables: Tables, order: str, line: OrderLine, work: Work) -> None:
    """Releases what a receipt covered; the longest waiting invoice comes first."""
    waiting = tables.awaiting_receipt.get((order, line.number))
    if waiting is None:
        return
    while waiting and quantity_matches(waiting[0][0], line.received_each):
        invoice = waiting.popleft()[1]
        invoice.uncovered -= 1
        if not invoice.uncovered and invoice.status == HELD:
            _drop_quantity_hold(tables, invoice, work)
    if not waiting:
        del tables.awaiting_receipt[order, line.number]


def withdraw(
    tables: Tables, order: Order, line: OrderLine, each: int, invoice: Invoice | None
) -> None:
    """Takes units of an invoice back: all that arrived after it waits for so much less.

    Who waits is a suffix of the order of arrival, hence an invoice that waits no more stood
    before all of them.
    """
    key = (order.number, line.number)
    waiting = tables.awaiting_receipt.get(key)
    if waiting is None:
        return
    start = next((i for i, entry in enumerate(waiting) if entry[1] is invoice), 0)
    for i in range(start, len(waiting)):
        target_each, waits = waiting[i]
        waiting[i] = (target_each - each, waits)


def stop_waiting(tables: Tables, order: Order, line: OrderLine, invoice: Invoice) -> None:
    """Takes a cancelled invoice off the queue of a line, after `withdraw`."""
    key = (order.number, line.number)
    waiting = tables.awaiting_receipt.get(key)
    if waiting is None:
        return
    left = deque(entry for entry in waiting if entry[1] is not invoice)
    if left:
        tables.awaiting_receipt[key] = left
    else:
        del tables.awaiting_receipt[key]


def enter(tables: Tables, invoice: Invoice, holds: tuple[str, ...], work: Work) -> None:
    """Gives a new invoice its first status."""
    if holds:
        invoice.status = HELD
        invoice.holds = holds
        tables.held[invoice.id] = invoice
    else:
        invoice.status = APPROVED
        make_payable(tables, invoice)
    announce(invoice, work)


def approve(tables: Tables, invoice: Invoice, work: Work) -> None:
    """A held invoice becomes payable, by a receipt or by a person."""
    del tables.held[invoice.id]
    invoice.holds = ()
    invoice.status = APPROVED
    invoice.version += 1
    make_payable(tables, invoice)
    announce(invoice, work)


def cancel(tables: Tables, invoice: Invoice, work: Work) -> None:
    """An unpaid invoice is void for good; a payment run passes over it."""
    tables.held.pop(invoice.id, None)
    invoice.holds = ()
    invoice.status = CANCELLED
    invoice.version += 1
    announce(invoice, work)


def pay_again(tables: Tables, invoice: Invoice, work: Work) -> None:
    """A paid invoice whose payment came back is payable once more."""
    invoice.status = APPROVED
    invoice.version += 1
    make_payable(tables, invoice)
    announce(invoice, work)


def make_payable(tables: Tables, invoice: Invoice) -> None:
    """Queues an approved invoice for the payment runs."""
    heappush(tables.payable, (invoice.due_date, invoice.id))


def _drop_quantity_hold(tables: Tables, invoice: Invoice, work: Work) -> None:
    remaining = tuple(hold for hold in invoice.holds if hold != QUANTITY_HOLD)
    if remaining:
        invoice.holds = remaining
    else:
        approve(tables, invoice, work)


def _overbilled_minor(invoice: Invoice) -> int:
    """What was billed above the order's prices, less what was billed below them."""
    return sum(
        amount_minor - extended_minor(each, line.unit_price_minor, line.factor)
        for line, each, amount_minor in invoice.parts
    )


def announce(invoice: Invoice, work: Work) -> None:
    """Tells the subscribers; the effect is what P07 owes to the procurement system."""
    work.effect(
        Effect(
            "erp.invoice_status",
            invoice.key,
            facility=invoice.business_unit,
            version=invoice.version,
            facts={
                "status": invoice.status,
                "holds": invoice.holds,
                "submitted": invoice.is_submitted,
                "contract": invoice.contract,
                "amount_minor": invoice.amount_minor,
                "overbilled_minor": _overbilled_minor(invoice) if invoice.holds else 0,
            },
        )
    )
    data: dict[str, Any] = {
        "InvoiceId": invoice.id,
        "InvoiceNumber": invoice.number,
        "SupplierNumber": invoice.supplier,
        "InvoiceType": invoice.type,
        "SourceOrderNumber": invoice.source_order,
        "Status": invoice.status,
        "Holds": list(invoice.holds),
        "StatusVersion": invoice.version,
    }
    work.emit("erp.invoice.changed", invoice.key, data)
