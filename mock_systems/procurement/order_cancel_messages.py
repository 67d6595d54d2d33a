"""What operations on cancellations of orders of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from mock_systems.procurement.order_change_messages import VersionAnswer
from mock_systems.procurement.wire import Code, Message, RecordId, Text


class CancelOrder(Message):
    po_number: Code
    reason: Text
    cancelled_by: Code


class CancelLine(CancelOrder):
    line_num: RecordId


class OrderCancelled(VersionAnswer):
    cancelled: str
