"""What operations on approval chains of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from mock_systems.procurement.wire import Code, Message, RecordId, Text


class DelegateApproval(Message):
    id: RecordId
    approver: Code
    delegate: Code


class ExpireRequisition(Message):
    id: RecordId
    reason: Text


class ApprovalStepAnswer(Message):
    step: int
    approver: str
    delegated_by: str
    decision: str


class ApprovalChain(Message):
    number: str
    status: str
    steps: list[ApprovalStepAnswer]
