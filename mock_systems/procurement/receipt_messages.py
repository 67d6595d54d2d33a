"""What operations on receipts of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.procurement.wire import (
    Code,
    Day,
    LineNumber,
    Message,
    Quantity,
    Uom,
)


class RecordReceipt(Message):
    po_number: Code
    receipt_number: Code
    receipt_line: LineNumber
    line_num: LineNumber
    quantity: Quantity
    uom: Uom
    received_on: Day


class FindReceipts(Message):
    receipt_number: Code
    receipt_line: Annotated[int, Field(ge=1, le=999_999)]


class ReceiptAnswer(Message):
    id: int
    receipt_number: str
    receipt_line: int
    po_number: str
    line_num: int
    quantity: int
    uom: str
    received_on: str


class ReceiptRecorded(ReceiptAnswer):
    received_quantity: int
    order_status: str
    over_received: bool


class ReceiptsFound(Message):
    receipts: list[ReceiptAnswer]
