"""The mock analytics warehouse (S17) as a system: its state, its books, its error shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from mock_systems.analytics import dimension_operations, load_operations, query_operations
from mock_systems.analytics.documents import Documents
from mock_systems.analytics.wire import Dimension, Message, Name
from mock_systems.service import BookEntry, Operation, Refusal, System
from mock_systems.service.ports import Clock, Publisher, Recorder


class MemberRow(Message):
    """A member that a dimension has from the start."""

    dimension: Dimension
    key: Name
    name: str


class Analytics(System):
    """Reconciled transactions by business day, over conformed dimensions."""

    id: ClassVar[str] = "S17"
    name: ClassVar[str] = "analytics"
    title: ClassVar[str] = "Analytics warehouse"
    operations: ClassVar[Mapping[str, Operation]] = {
        operation.name: operation
        for declared in (
            dimension_operations.DECLARED,
            load_operations.DECLARED,
            query_operations.DECLARED,
        )
        for operation in declared
    }

    def __init__(self, clock: Clock, recorder: Recorder, publisher: Publisher) -> None:
        super().__init__(clock, recorder, publisher)
        self.documents = Documents()

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes members."""
        if kind != "members":
            raise ValueError(f"analytics loads members; got {kind!r}")
        for row in rows:
            member = MemberRow.model_validate(row)
            self.documents.dimensions[member.dimension][member.key] = member.name

    def books(self) -> Iterator[BookEntry]:
        """What was loaded, by table and facility."""
        rows: Counter[tuple[str, str]] = Counter()
        debits: Counter[tuple[str, str]] = Counter()
        for batch in self.documents.facts.batches.values():
            place = (batch.partition.table, batch.partition.facility)
            rows[place] += batch.rows
            debits[place] += batch.debit_cents
        for table, facility in sorted(rows):
            place = (table, facility)
            yield BookEntry(
                "analytics.loaded",
                f"{table}/{facility}",
                amount_minor=debits[place],
                quantity=rows[place],
                facility=facility,
            )

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """As SQL services do: the SQL state, the message, the parameter at fault."""
        return {
            "code": refusal.code,
            "message": refusal.message,
            "parameter": refusal.details.get("field", ""),
        }
