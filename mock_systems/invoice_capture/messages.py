"""What the operations of the AP automation service (S13) take or answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.invoice_capture.documents import Capture, Invoice, Line
from mock_systems.invoice_capture.wire import (
    Amount,
    Code,
    DateAnswer,
    Day,
    DocumentName,
    Message,
    MoneyAnswer,
    Text,
    money,
    parts,
)

State = Literal["RECEIVED", "EXTRACTED", "VERIFIED", "EXPORTED", "REJECTED"]
Unit = Literal["EA", "BX", "CS"]


class LineFields(Message):
    line_number: Annotated[int, Field(ge=1, le=9999)]
    order_line: Annotated[int, Field(ge=0, le=999_999)] = 0
    description: Text = ""
    quantity: Annotated[int, Field(ge=1, le=999_999)]
    unit: Unit
    unit_price: Amount
    account: str = ""
    cost_center: str = ""


class InvoiceFields(Message):
    """With a purchase order every line names its line of it; without one it is coded."""

    vendor_code: Code
    invoice_number: Code
    purchase_order: str = ""
    invoice_date: Day
    total_amount: Amount
    business_unit: str = ""
    requester: str = ""
    line_items: Annotated[list[LineFields], Field(min_length=1, max_length=500)]

    def invoice(self) -> Invoice:
        """As the tables keep it."""
        return Invoice(
            self.vendor_code,
            self.invoice_number,
            self.purchase_order,
            self.invoice_date,
            self.total_amount,
            tuple(
                Line(
                    line.line_number,
                    line.order_line,
                    line.description,
                    line.quantity,
                    line.unit,
                    line.unit_price,
                    line.account,
                    line.cost_center,
                )
                for line in self.line_items
            ),
            self.business_unit,
            self.requester,
        )


class ReceiveDocument(Message):
    channel: Literal["SCAN", "EMAIL"]
    file_name: Code
    page_count: Annotated[int, Field(ge=1, le=500)]


class RecordExtraction(Message):
    """`confidence` is in percent, by field."""

    document: DocumentName
    invoice: InvoiceFields
    confidence: dict[str, Annotated[int, Field(ge=0, le=100)]]


class VerifyDocument(Message):
    document: DocumentName
    invoice: InvoiceFields
    verified_by: Code


class RejectDocument(Message):
    document: DocumentName
    reason: Literal["DUPLICATE", "UNREADABLE", "NOT_AN_INVOICE", "UNKNOWN_VENDOR"]
    rejected_by: Code


class AcknowledgeExport(Message):
    document: DocumentName
    external_reference: Code


class GetDocument(Message):
    document: DocumentName


class ListDocuments(Message):
    """`page_token` is what the page before answered."""

    state: State | None = None
    page_size: Annotated[int, Field(ge=1, le=200)] = 50
    page_token: str = ""


class LineAnswer(Message):
    line_number: int
    order_line: int
    description: str
    quantity: int
    unit: str
    unit_price: MoneyAnswer
    account: str
    cost_center: str


class InvoiceAnswer(Message):
    vendor_code: str
    invoice_number: str
    purchase_order: str
    invoice_date: DateAnswer
    total_amount: MoneyAnswer
    business_unit: str
    requester: str
    line_items: list[LineAnswer]


class DocumentAnswer(Message):
    document: str
    state: State
    channel: str
    file_name: str
    page_count: int
    invoice: InvoiceAnswer | None
    confidence: dict[str, int]
    suspected_duplicates: list[str]
    verified_by: str
    reason: str
    external_reference: str


class DocumentPage(Message):
    documents: list[DocumentAnswer]
    next_page_token: str


def invoice_on_wire(invoice: Invoice) -> dict[str, Any]:
    """An invoice as JSON."""
    return {
        "vendor_code": invoice.vendor,
        "invoice_number": invoice.number,
        "purchase_order": invoice.purchase_order,
        "invoice_date": parts(invoice.day),
        "total_amount": money(invoice.total_minor),
        "business_unit": invoice.business_unit,
        "requester": invoice.requester,
        "line_items": [_line_on_wire(line) for line in invoice.lines],
    }


def on_wire(capture: Capture) -> dict[str, Any]:
    """A document as JSON."""
    return {
        "document": capture.name,
        "state": capture.state,
        "channel": capture.channel,
        "file_name": capture.file_name,
        "page_count": capture.pages,
        "invoice": invoice_on_wire(capture.invoice) if capture.invoice else None,
        "confidence": dict(capture.confidence),
        "suspected_duplicates": list(capture.suspects),
        "verified_by": capture.verified_by,
        "reason": capture.reason,
        "external_reference": capture.external_reference,
    }


def _line_on_wire(line: Line) -> dict[str, Any]:
    return {
        "line_number": line.number,
        "order_line": line.order_line,
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": money(line.unit_price_minor),
        "account": line.account,
        "cost_center": line.cost_center,
    }
