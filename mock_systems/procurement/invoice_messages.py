"""What operations on invoices of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mock_systems.procurement.wire import (
    Code,
    Day,
    LineNumber,
    Message,
    Paid,
    Quantity,
    RecordId,
    Text,
    Total,
    UnitPrice,
    Uom,
    Version,
)


class InvoicedLine(Message):
    line_num: LineNumber
    po_line: LineNumber
    quantity: Quantity
    uom: Uom
    unit_price: UnitPrice


class SubmitInvoice(Message):
    invoice_number: Code
    supplier_id: Annotated[int, Field(strict=True, ge=1)]
    po_number: Code
    invoice_date: Day
    total: Total
    lines: Annotated[list[InvoicedLine], Field(min_length=1, max_length=1000)]


class FindInvoices(Message):
    erp_number: Code
    invoice_number: Code


class UpdateInvoiceStatus(Message):
    id: RecordId
    status: Literal["approved", "on-hold", "paid", "cancelled"]
    reasons: tuple[Text, ...] = ()
    status_version: Version


class RecordPayment(Message):
    id: RecordId
    payment_number: Code
    amount: Paid
    paid_on: Day


class PaymentAnswer(Message):
    payment_number: str
    amount: str
    paid_on: str
    returned: str


class InvoiceAnswer(Message):
    id: int
    invoice_number: str
    supplier_id: int
    erp_supplier_number: str
    po_number: str
    contract_number: str
    total: str
    status: str
    status_version: int
    reasons: list[str]
    payments: list[PaymentAnswer]


class InvoicesFound(Message):
    invoices: list[InvoiceAnswer]
