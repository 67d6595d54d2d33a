"""The billing platform as one system (S05)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mock_systems.billing.charge_sums import add_up
from mock_systems.billing.loading import load_row
from mock_systems.billing.operations import OPERATIONS
from mock_systems.billing.places import places_of
from mock_systems.billing.receivable_books import receivable_books
from mock_systems.billing.tables import Tables
from mock_systems.service import BookEntry, Operation, Refusal, System
from mock_systems.service.ports import Clock, Publisher, Recorder


class Billing(System):
    """Encounters, charges, claims, remittances, denials, patient accounts, supplies."""

    id = "S05"
    name = "billing"
    title = "Billing platform"
    operations = OPERATIONS

    def __init__(self, clock: Clock, recorder: Recorder, publisher: Publisher) -> None:
        super().__init__(clock, recorder, publisher)
        self.tables = Tables()

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes facilities, chargeMaster, payers, encounters, supplyLots, receivables, periods or
        settings."""
        for row in rows:
            load_row(self.tables, kind, row)

    def books(self) -> Iterator[BookEntry]:
        """Revenue of each facility and period, added up from the charges themselves; then the
        books of receivables."""
        sums = add_up(self.tables)
        for (facility, period), total in sums.active.items():
            yield BookEntry(
                kind="billing.revenue",
                key=f"{period}/{facility}",
                amount_minor=total.amount_cents,
                quantity=total.charge_count,
                facility=facility,
                period=period,
            )
        yield from receivable_books(self.tables, sums)

    def places(self, operation: Operation, members: Mapping[str, Any]) -> Iterable[int]:
        """Facility ids."""
        return places_of(self.tables, members)

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """This vendor's error: a list with the code, the detail, the field at fault."""
        field = refusal.details.get("field", "")
        error = {"code": refusal.code, "detail": refusal.message, "field": field}
        return {"errors": [error]}
