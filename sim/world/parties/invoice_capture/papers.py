"""What is printed on an invoice, and what the machine reads of it (S13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.streams import Streams
from sim.world.calibration import Parameters
from sim.world.enterprise import Enterprise
from sim.world.offers import Bill
from sim.world.parties.edi_suppliers.speakers import edi_speakers

FIELDS = ("vendor_code", "invoice_number", "purchase_order", "invoice_date", "total_amount")
"""What the machine grades; it misreads numbers, the money least."""
MISREAD = ("invoice_number", "purchase_order")
LOOKS_LIKE = str.maketrans("01586", "OISBG")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """`order_line` is 0 where no order stands behind it; then it has an account."""

    order_line: int
    description: str
    quantity: int
    unit: str
    price_minor: int
    account: str = ""
    cost_center: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice as its supplier printed it; `copy` counts how often it was sent before."""

    supplier: str
    number: str
    purchase_order: str
    day: date
    lines: tuple[PaperLine, ...]
    business_unit: str = ""
    requester: str = ""
    copy: int = 0

    @property
    def total_minor(self) -> int:
        return sum(line.quantity * line.price_minor for line in self.lines)

    @property
    def address(self) -> tuple[str, str, int]:
        """Of its draws."""
        return (self.supplier, self.number, self.copy)


def paper_suppliers(
    enterprise: Enterprise, parameters: Parameters, streams: Streams
) -> frozenset[str]:
    """ERP numbers of those who neither speak EDI nor log in to a portal."""
    speakers = frozenset(edi_speakers(enterprise, parameters))
    share = parameters["paper_supplier_share"]
    return frozenset(
        supplier.erp_number
        for supplier in enterprise.suppliers
        if supplier.erp_number not in speakers
        and streams.bernoulli(share, "capture.on_paper", supplier.erp_number)
    )


def printed(bill: Bill) -> Paper:
    """A supplier's bill for a delivery, on paper."""
    order = bill.shipment.order
    lines = (
        PaperLine(line.line, f"ITEM {line.item}", line.quantity, line.uom, line.price_minor)
        for line in bill.lines
    )
    return Paper(order.supplier, bill.number, order.number, bill.day, tuple(lines))


def typed(paper: Paper) -> dict[str, Any]:
    """The fields as a clerk types them from the paper."""
    return {
        "vendor_code": paper.supplier,
        "invoice_number": paper.number,
        "purchase_order": paper.purchase_order,
        "invoice_date": {
            "year": paper.day.year,
            "month": paper.day.month,
            "day": paper.day.day,
        },
        "total_amount": _money(paper.total_minor),
        "business_unit": paper.business_unit,
        "requester": paper.requester,
        "line_items": list(_line_items(paper.lines)),
    }


def extraction(streams: Streams, paper: Paper, sure_share: float) -> dict[str, Any]:
    """What the machine read: sure of every field, or wrong in one that it is not sure of."""
    address = paper.address
    invoice = typed(paper)
    confidence = {name: streams.integer(96, 100, "capture.sure", name, *address) for name in FIELDS}
    if not streams.bernoulli(sure_share, "capture.clear", *address):
        doubtful = streams.choice(FIELDS, "capture.doubtful", *address)
        confidence[doubtful] = streams.integer(35, 94, "capture.confidence", *address)
        if doubtful in MISREAD:
            invoice[doubtful] = _misread(invoice[doubtful])
    if not paper.purchase_order:
        # What is on the paper says nothing of accounts: a person codes it.
        invoice["business_unit"] = invoice["requester"] = ""
        for line in invoice["line_items"]:
            line["account"] = line["cost_center"] = ""
    return {"invoice": invoice, "confidence": confidence}


def _misread(text: str) -> str:
    """The last digit that looks like a letter is one now."""
    for place in range(len(text) - 1, -1, -1):
        alike = text[place].translate(LOOKS_LIKE)
        if alike != text[place]:
            return text[:place] + alike + text[place + 1 :]
    return text


def _line_items(lines: Iterable[PaperLine]) -> Iterable[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        yield {
            "line_number": number,
            "order_line": line.order_line,
            "description": line.description,
            "quantity": line.quantity,
            "unit": line.unit,
            "unit_price": _money(line.price_minor),
            "account": line.account,
            "cost_center": line.cost_center,
        }


def _money(minor: int) -> dict[str, Any]:
    """As the service's screens take it."""
    return {"currency_code": "USD", "units": str(minor // 100), "nanos": minor % 100 * 10**7}
