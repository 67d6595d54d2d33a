"""S01, the ERP of the hospital group: suppliers, orders, payables, ledger, periods.

Profile after public vendor documentation (Oracle Fusion): no idempotency keys, references that
are not unique, error answers with `title`, `status`, `detail`, `o:errorCode`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from mock_systems.erp.books import read_books
from mock_systems.erp.opening import load_row
from mock_systems.erp.operations import OPERATIONS
from mock_systems.erp.places import places_of
from mock_systems.erp.tables import Tables
from mock_systems.service import BookEntry, Operation, Refusal, System
from mock_systems.service.ports import Clock, Publisher, Recorder


class Erp(System):
    """The ERP; its facility code is the business unit."""

    id: ClassVar[str] = "S01"
    name: ClassVar[str] = "erp"
    title: ClassVar[str] = "ERP (S01)"
    operations: ClassVar[Mapping[str, Operation]] = OPERATIONS

    def __init__(self, clock: Clock, recorder: Recorder, publisher: Publisher) -> None:
        super().__init__(clock, recorder, publisher)
        self.tables = Tables()

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes rows of one kind; `opening.KINDS` lists the kinds. Raises ValueError."""
        today = self.clock.now().date().isoformat()
        for row in rows:
            load_row(self.tables, kind, row, today)

    def books(self) -> Iterator[BookEntry]:
        """Balances, journals out of balance, subledgers, roll-forwards: `books.read_books`."""
        return read_books(self.tables)

    def places(self, operation: Operation, members: Mapping[str, Any]) -> Iterable[str]:
        """Business units."""
        return places_of(self.tables, members)

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """An RFC 9457-like problem; PERIOD_CLOSED adds NextOpenDate."""
        body: dict[str, Any] = {
            "title": HTTPStatus(refusal.status).phrase,
            "status": refusal.status,
            "detail": refusal.message,
            "o:errorCode": refusal.code,
        }
        if "NextOpenDate" in refusal.details:
            body["NextOpenDate"] = refusal.details["NextOpenDate"]
        return body
