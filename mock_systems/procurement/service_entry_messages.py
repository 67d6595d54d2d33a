"""What operations on service entry sheets of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from mock_systems.procurement.wire import (
    Code,
    Day,
    LineNumber,
    Message,
    Paid,
)


class AcceptService(Message):
    po_number: Code
    entry_number: Code
    line_num: LineNumber
    amount: Paid
    performed_on: Day
    accepted_by: Code


class FindServiceEntries(Message):
    entry_number: Code


class ServiceEntryAnswer(Message):
    entry_number: str
    po_number: str
    line_num: int
    amount: str
    performed_on: str
    accepted_by: str


class ServiceAccepted(ServiceEntryAnswer):
    accepted_amount: str
    order_status: str


class ServiceEntriesFound(Message):
    service_entries: list[ServiceEntryAnswer]
