"""What operations on requisitions of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mock_systems.procurement.requested_line import RequestedLine
from mock_systems.procurement.wire import (
    Balance,
    Code,
    Day,
    Message,
    RecordId,
)


class CreateRequisition(Message):
    requester: Code
    cost_center: Code
    ship_to: Code
    need_by: Day
    lines: Annotated[list[RequestedLine], Field(min_length=1, max_length=1000)]
    external_reference: Code | None = None
    """The document of another system that asks for this, such as a replenishment."""


class FindRequisitions(Message):
    external_reference: Code


class DecideRequisition(Message):
    id: RecordId
    decision: Literal["approved", "rejected"]
    approver: Code


class RecordBudgetDecision(Message):
    id: RecordId
    decision: Literal["passed", "failed"]
    available: Balance


class GetRequisition(Message):
    id: RecordId


class RequisitionSummary(Message):
    id: int
    number: str
    status: str
    total: str
    po_numbers: list[str]
    external_reference: str | None = None


class RequisitionsFound(Message):
    requisitions: list[RequisitionSummary]


class RequisitionLineAnswer(Message):
    line_num: int
    item_number: str
    description: str
    quantity: int
    uom: str
    unit_price: str
    supplier_id: int
    contract_number: str
    kind: str | None = None
    commodity: str | None = None
    project: str | None = None


class RequisitionAnswer(RequisitionSummary):
    requester: str
    cost_center: str
    ship_to: str
    need_by: str
    approver: str
    lines: list[RequisitionLineAnswer]
