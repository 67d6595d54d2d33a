"""What operations on ship notices of the suite (S02) take or answer, in wire names."""

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
    Uom,
)


class NoticedLine(Message):
    line_num: LineNumber
    quantity: Quantity
    uom: Uom
    lot: Text = ""


class RecordShipNotice(Message):
    po_number: Code
    asn_number: Code
    shipped_on: Day
    expected_on: Day
    tracking_number: Text = ""
    lines: Annotated[list[NoticedLine], Field(min_length=1, max_length=1000)]


class FindShipNotices(Message):
    erp_supplier_number: Code
    asn_number: Code


class ShippedLineAnswer(Message):
    line_num: int
    quantity: int
    to_return: int
    uom: str
    lot: str


class ShipNoticeAnswer(Message):
    asn_number: str
    erp_supplier_number: str
    po_number: str
    shipped_on: str
    expected_on: str
    tracking_number: str
    lines: list[ShippedLineAnswer]


class ShipNoticesFound(Message):
    ship_notices: list[ShipNoticeAnswer]


class FulfilmentLineAnswer(Message):
    line_num: int
    quantity: int
    cancelled_quantity: int
    received_quantity: int
    shipped_quantity: int
    ack_code: str
    acknowledged_quantity: int | None
    acknowledged_price: str | None
    expected_on: str | None


class FulfilmentAnswer(Message):
    po_number: str
    version: int
    status: str
    lines: list[FulfilmentLineAnswer]
