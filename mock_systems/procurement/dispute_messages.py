"""What operations on disputes of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Literal

from mock_systems.procurement.wire import Code, Message, RecordId, Text, Total

Reason = Literal["price", "quantity", "not-received", "duplicate", "quality", "tax", "terms"]


class OpenDispute(Message):
    id: RecordId
    dispute_reference: Code
    reason: Reason
    opened_by: Code
    note: Text = ""


class AnswerDispute(Message):
    id: RecordId
    answer: Literal["accepted", "rejected", "credit-offered"]
    answered_by: Code
    credit_amount: Total = 0


class CloseDispute(Message):
    id: RecordId
    outcome: Literal["credited", "paid-as-billed", "withdrawn", "invoice-withdrawn"]
    """`withdrawn` is the buyer's word, `invoice-withdrawn` the supplier's: it bills anew."""
    credit_amount: Total = 0


class FindDisputes(Message):
    dispute_reference: Code


class DisputeAnswer(Message):
    id: int
    dispute_reference: str
    invoice_id: int
    invoice_number: str
    erp_supplier_number: str
    reason: str
    opened_by: str
    note: str
    status: str
    answer: str
    answered_by: str
    outcome: str
    credit_amount: str


class DisputesFound(Message):
    disputes: list[DisputeAnswer]
