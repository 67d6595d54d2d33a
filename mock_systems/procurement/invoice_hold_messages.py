"""What operations on holds of invoices of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from mock_systems.procurement.wire import Code, Message, RecordId, Text


class ReturnInvoiceHold(Message):
    id: RecordId
    hold_code: Code
    reason: Text
    owner: Code


class ReleaseInvoiceHold(Message):
    id: RecordId
    hold_code: Code
    released_by: Code


class FindInvoiceHolds(Message):
    id: RecordId


class InvoiceHoldAnswer(Message):
    invoice_id: int
    invoice_number: str
    erp_supplier_number: str
    hold_code: str
    reason: str
    owner: str
    active: bool
    released_by: str


class InvoiceHoldsFound(Message):
    holds: list[InvoiceHoldAnswer]
