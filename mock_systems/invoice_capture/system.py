"""S13 as a system: one queue of documents, its vendors, errors with code and message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from mock_systems.invoice_capture import capture_operations, verification_operations
from mock_systems.invoice_capture.documents import EXPORTED, VERIFIED, Tables, Vendor
from mock_systems.invoice_capture.wire import Code, Message, Text
from mock_systems.service import BookEntry, Operation, Refusal, System
from mock_systems.service.ports import Clock, Publisher, Recorder


class VendorRow(Message):
    """A row of the opening load; the code is the ERP's supplier number."""

    code: Code
    name: Text
    tax_id: Code


class InvoiceCapture(System):
    """The capture service; it knows no facilities but those that clerks code."""

    id: ClassVar[str] = "S13"
    name: ClassVar[str] = "invoice_capture"
    title: ClassVar[str] = "AP automation (S13)"
    operations: ClassVar[Mapping[str, Operation]] = {
        operation.name: operation
        for operation in (*capture_operations.OPERATIONS, *verification_operations.OPERATIONS)
    }

    def __init__(self, clock: Clock, recorder: Recorder, publisher: Publisher) -> None:
        super().__init__(clock, recorder, publisher)
        self.tables = Tables()

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes vendors. Raises ValueError for any other kind or a bad row."""
        if kind != "vendors":
            raise ValueError(f"{self.name} loads vendors, got {kind!r}")
        for row in rows:
            vendor = VendorRow.model_validate(row)
            self.tables.vendors[vendor.code] = Vendor(vendor.code, vendor.name, vendor.tax_id)

    def books(self) -> Iterator[BookEntry]:
        """Every invoice that was verified, with its amount."""
        for capture in self.tables.captures.values():
            if capture.state in (VERIFIED, EXPORTED) and capture.invoice is not None:
                yield BookEntry(
                    "invoice_capture.invoice",
                    capture.invoice.key,
                    amount_minor=capture.invoice.total_minor,
                    facility=capture.invoice.business_unit,
                )

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """{"error": {"code", "message", "target"}}."""
        target = str(refusal.details.get("field", ""))
        return {"error": {"code": refusal.code, "message": refusal.message, "target": target}}
