"""What operations on order versions of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.procurement.wire import (
    Code,
    Day,
    LineNumber,
    Message,
    Quantity,
    Text,
    UnitPrice,
    Version,
)


class ChangedLine(Message):
    line_num: LineNumber
    quantity: Quantity | None = None
    unit_price: UnitPrice | None = None
    need_by: Day | None = None


class ChangeOrder(Message):
    po_number: Code
    version: Version | None = None
    reason: Text
    approver: Code | None = None
    lines: Annotated[list[ChangedLine], Field(min_length=1, max_length=1000)]


class VersionAnswer(Message):
    po_number: str
    version: int
    status: str
    total: str


class VersionLineAnswer(Message):
    line_num: int
    item_number: str
    quantity: int
    unit_price: str


class OrderVersionAnswer(Message):
    version: int
    total: str
    replaced_because: str
    lines: list[VersionLineAnswer]


class OrderVersionsFound(Message):
    versions: list[OrderVersionAnswer]
