"""The mock supplier risk service (S20) as a system: its state, its books, its error shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from mock_systems.service import BookEntry, Operation, Refusal, System
from mock_systems.service.ports import Clock, Publisher, Recorder
from mock_systems.supplier_risk import hold_operations, screening_operations, subject_operations
from mock_systems.supplier_risk.documents import Documents, Subject
from mock_systems.supplier_risk.subject_operations import SubjectRequest


class SupplierRisk(System):
    """Screenings, monitored firms, holds; a service that many customers share, one of them us."""

    id: ClassVar[str] = "S20"
    name: ClassVar[str] = "supplier_risk"
    title: ClassVar[str] = "Supplier risk service"
    operations: ClassVar[Mapping[str, Operation]] = {
        operation.name: operation
        for declared in (
            screening_operations.DECLARED,
            subject_operations.DECLARED,
            hold_operations.DECLARED,
        )
        for operation in declared
    }

    def __init__(self, clock: Clock, recorder: Recorder, publisher: Publisher) -> None:
        super().__init__(clock, recorder, publisher)
        self.documents = Documents()

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes subjects."""
        if kind != "subjects":
            raise ValueError(f"supplier_risk loads subjects, got {kind!r}")
        for row in rows:
            read = SubjectRequest.model_validate(row)
            subject = Subject(read.tax_number, read.legal_name, read.vendor_reference)
            self.documents.subjects[read.tax_number] = subject

    def books(self) -> Iterator[BookEntry]:
        """One entry for each hold that stands."""
        for hold in self.documents.holds.values():
            if hold.active:
                yield BookEntry("supplier_risk.active_hold", hold.id, quantity=1)

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """A flat problem with a lower-case code."""
        return {
            "code": refusal.code.lower(),
            "message": refusal.message,
            "status": refusal.status,
            "pointer": refusal.details.get("field", ""),
        }
