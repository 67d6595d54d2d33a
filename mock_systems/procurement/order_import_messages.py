"""What operations on imported orders of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.procurement.wire import (
    Code,
    Day,
    LineNumber,
    Message,
    Quantity,
    RecordId,
    UnitPrice,
    Uom,
)


class ImportedLine(Message):
    line_num: LineNumber
    requisition_line: LineNumber
    quantity: Quantity
    uom: Uom
    unit_price: UnitPrice


class ImportOrder(Message):
    po_number: Code
    requisition_id: RecordId
    supplier_id: RecordId
    contract_number: Annotated[str, Field(max_length=80)] = ""
    issued_on: Day
    lines: Annotated[list[ImportedLine], Field(min_length=1, max_length=1000)]
