"""What operations on acknowledgements of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mock_systems.procurement.wire import (
    Code,
    Day,
    LineNumber,
    Message,
    Quantity,
    Text,
    UnitPrice,
    Uom,
)

AckCode = Literal[
    "IA", "AC", "AR", "BP", "DR", "IB", "IC", "ID", "IE", "IH", "IP", "IQ", "IR", "IS"
]


class AcknowledgedLine(Message):
    line_num: LineNumber
    code: AckCode
    quantity: Quantity | None = None
    uom: Uom | None = None
    unit_price: UnitPrice | None = None
    expected_on: Day | None = None
    substitute_item_number: Code | None = None


class RecordAcknowledgement(Message):
    po_number: Code
    ack_number: Code
    po_version: Annotated[int, Field(strict=True, ge=1)] = 1
    lines: Annotated[list[AcknowledgedLine], Field(min_length=1, max_length=1000)]


class FindAcknowledgements(Message):
    po_number: Code
    ack_number: Code


class AckLineAnswer(Message):
    line_num: int
    code: str
    meaning: str


class AcknowledgementAnswer(Message):
    po_number: str
    ack_number: str
    po_version: int
    applied: bool
    lines: list[AckLineAnswer]


class AcknowledgementRecorded(AcknowledgementAnswer):
    substitutions: list[int]


class AcknowledgementsFound(Message):
    acknowledgements: list[AcknowledgementAnswer]


class DecideSubstitution(Message):
    id: Annotated[int, Field(ge=1, le=2**63 - 1)]
    approver: Code
    reason: Text = ""


class FindSubstitutions(Message):
    po_number: Code


class FindCrossReferences(Message):
    item_number: Code


class SubstitutionAnswer(Message):
    id: int
    po_number: str
    line_num: int
    ordered_item_number: str
    substitute_item_number: str
    unit_price: str
    status: str
    approver: str
    reason: str


class SubstitutionsFound(Message):
    substitutions: list[SubstitutionAnswer]
