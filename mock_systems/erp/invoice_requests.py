"""The bodies of the invoice operations, kept apart from what the operations do."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mock_systems.erp.money import Amount, UnitPrice
from mock_systems.erp.wire import (
    BusinessDate,
    Code,
    LineNumber,
    PagedRequest,
    Quantity,
    Text,
    WireModel,
)

Status = Literal["HELD", "APPROVED", "PAID", "CANCELLED"]


class InvoiceLine(WireModel):
    line_number: LineNumber
    order_line_number: LineNumber
    quantity: Quantity
    uom_code: Code
    unit_price: UnitPrice


class CreateInvoice(WireModel):
    invoice_number: Code
    supplier_number: Code
    invoice_date: BusinessDate
    invoice_amount: Amount
    source_order_number: Code
    order_number: Code
    business_unit: Code
    accounting_date: BusinessDate
    contract_number: str = ""
    tax_amount: Amount = 0
    freight_amount: Amount = 0
    lines: Annotated[list[InvoiceLine], Field(min_length=1, max_length=500)]


class InvoiceResult(WireModel):
    invoice_id: int
    status: Literal["HELD", "APPROVED"]
    holds: list[Literal["QTY_RECEIVED", "QTY_ORDERED", "PRICE"]]
    status_version: int


class FindInvoices(PagedRequest):
    supplier_number: Code
    invoice_number: Code


class InvoiceView(WireModel):
    invoice_id: int
    invoice_number: str
    supplier_number: str
    business_unit: str
    source_order_number: str
    contract_number: str
    invoice_date: str
    due_date: str
    invoice_amount: str
    status: Status
    holds: list[str]
    status_version: int


class ReleaseHold(WireModel):
    invoice_id: int
    reason: Text
