"""What operations on sources of free text of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from mock_systems.procurement.wire import (
    Code,
    Message,
    RecordId,
    UnitPrice,
)


class AssignSource(Message):
    id: RecordId
    line_num: RecordId
    buyer: Code
    item_number: Code | None = None
    supplier_id: RecordId | None = None
    unit_price: UnitPrice | None = None
    contract_number: Code | None = None
