"""What the service decides by itself (S13): doubles, sums, what needs no human eye."""

from __future__ import annotations

from datetime import date

from mock_systems.invoice_capture.documents import REJECTED, Capture, Invoice, Tables
from mock_systems.service import Refusal

STRAIGHT_THROUGH_PERCENT = 95
"""A field that the machine is less sure of goes to a person."""


def compared(invoice: Invoice) -> str:
    """`INV-001` and `inv001` of one vendor are the same number."""
    plain = "".join(c for c in invoice.number.casefold() if c.isalnum())
    return f"{invoice.vendor}/{plain}"


def found(tables: Tables, name: str) -> Capture:
    """The document of a name. Raises Refusal 404."""
    capture = tables.captures.get(name)
    if capture is None:
        raise Refusal(404, "NOT_FOUND", f"no document {name!r}")
    return capture


def keep(tables: Tables, capture: Capture, invoice: Invoice) -> None:
    """The document says this from now on, and is found by it: not by what was read before."""
    if capture.invoice is not None:
        tables.by_number[compared(capture.invoice)].remove(capture)
        tables.by_sum[_sum(capture.invoice)].remove(capture)
    capture.invoice = invoice
    tables.by_number.setdefault(compared(invoice), []).append(capture)
    tables.by_sum.setdefault(_sum(invoice), []).append(capture)


def suspects(tables: Tables, capture: Capture, invoice: Invoice) -> tuple[str, ...]:
    """Other documents with this number, or this sum of the same vendor and day."""
    alike = [
        *tables.by_number.get(compared(invoice), ()),
        *tables.by_sum.get(_sum(invoice), ()),
    ]
    others = (one.name for one in alike if one is not capture and one.state != REJECTED)
    return tuple(dict.fromkeys(others))


def goes_straight(capture: Capture, invoice: Invoice) -> bool:
    """Only with an order: what comes without one must be coded."""
    sure = min(capture.confidence.values(), default=0) >= STRAIGHT_THROUGH_PERCENT
    return sure and not capture.suspects and bool(invoice.purchase_order)


def check(tables: Tables, invoice: Invoice) -> None:
    """Raises Refusal 422 for an unknown vendor, a wrong sum, or lines that nobody could post."""
    if invoice.vendor not in tables.vendors:
        raise Refusal(422, "UNKNOWN_VENDOR", f"no vendor has code {invoice.vendor!r}")
    lines_minor = sum(line.amount_minor for line in invoice.lines)
    if lines_minor != invoice.total_minor:
        raise Refusal(
            422,
            "TOTAL_MISMATCH",
            f"the lines add up to {lines_minor} cents, the total is {invoice.total_minor}",
        )
    if invoice.purchase_order:
        if not all(line.order_line for line in invoice.lines):
            raise Refusal(422, "NO_ORDER_LINE", "expected the order's line on every line")
    elif not invoice.business_unit or not invoice.requester:
        raise Refusal(422, "NOT_CODED", "without an order: expected business_unit and requester")
    elif not all(line.account and line.cost_center for line in invoice.lines):
        raise Refusal(422, "NOT_CODED", "without an order: expected an account on every line")


def _sum(invoice: Invoice) -> tuple[str, int, date]:
    return invoice.vendor, invoice.total_minor, invoice.day
