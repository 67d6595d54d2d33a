"""What operations on supplier requests of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Literal

from mock_systems.procurement.wire import Code, Message, RecordId, Text


class RequestSupplier(Message):
    request_reference: Code
    name: Code
    tax_id: Code
    payment_term: Code
    remit_to: Text = ""
    requester: Code


class RecordScreening(Message):
    id: RecordId
    result: Literal["clear", "failed"]
    screened_by: Code
    reason: Text = ""


class DecideSupplierRequest(Message):
    id: RecordId
    decision: Literal["approved", "rejected"]
    approver: Code
    reason: Text = ""


class LinkSupplierRequest(Message):
    id: RecordId
    erp_number: Code


class FindSupplierRequests(Message):
    request_reference: Code


class SupplierRequestAnswer(Message):
    id: int
    request_reference: str
    name: str
    tax_id: str
    payment_term: str
    remit_to: str
    requester: str
    status: str
    approver: str
    reason: str
    erp_number: str
    risk_hold: str


class SupplierRequestsFound(Message):
    supplier_requests: list[SupplierRequestAnswer]
