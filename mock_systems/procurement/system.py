"""The mock procurement suite (S02) as a system: its state, its books, its error shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from mock_systems.procurement.documents import Documents
from mock_systems.procurement.masters import LOADERS, SettingsRow
from mock_systems.procurement.operations import OPERATIONS
from mock_systems.procurement.places import places_of
from mock_systems.service import BookEntry, Operation, Refusal, System
from mock_systems.service.ports import Clock, Publisher, Recorder


class Procurement(System):
    """Requisitions, orders, receipts, invoices and a catalogue, in one tenant."""

    id: ClassVar[str] = "S02"
    name: ClassVar[str] = "procurement"
    title: ClassVar[str] = "Procurement suite"
    operations: ClassVar[Mapping[str, Operation]] = OPERATIONS

    def __init__(
        self,
        clock: Clock,
        recorder: Recorder,
        publisher: Publisher,
        order_origin: str = "procurement",
    ) -> None:
        super().__init__(clock, recorder, publisher)
        self.documents = Documents()
        self.order_origin: str = SettingsRow.model_validate(
            {"order-origin": order_origin}
        ).order_origin

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        if kind == "settings":
            for row in rows:
                self.order_origin = SettingsRow.model_validate(row).order_origin
            return
        loader = LOADERS.get(kind)
        if loader is None:
            raise ValueError(f"procurement loads settings, {', '.join(LOADERS)}; got {kind!r}")
        for row in rows:
            loader(self.documents, row)

    def books(self) -> Iterator[BookEntry]:
        yield from self._order_received()
        yield from self._invoice_paid()

    def places(self, operation: Operation, members: Mapping[str, Any]) -> Iterable[str]:
        """Ship-tos."""
        return places_of(self.documents, operation, members)

    def render(self, refusal: Refusal) -> dict[str, Any]:
        return {"errors": {"error": [f"{refusal.code}: {refusal.message}"]}}

    def _order_received(self) -> Iterator[BookEntry]:
        for order in self.documents.orders.values():
            for line in order.lines.values():
                yield BookEntry(
                    "procurement.order_received",
                    f"{order.po_number}/{line.line_num}",
                    quantity=line.received,
                    uom=line.uom,
                    facility=order.ship_to,
                )

    def _invoice_paid(self) -> Iterator[BookEntry]:
        for invoice in self.documents.invoices.values():
            if invoice.payments:
                yield BookEntry(
                    "procurement.invoice_paid",
                    invoice.key,
                    amount_minor=invoice.paid_minor,
                    facility=invoice.ship_to,
                )
