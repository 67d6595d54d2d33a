"""The books of the procurement suite (S02): cents, quantities in purchase units."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mock_systems.procurement.documents import (
    CatalogueItem,
    Documents,
    Invoice,
    Order,
    OrderLine,
    Period,
    PriceAgreement,
    Receipt,
    Requisition,
    ShipTo,
    Supplier,
)


@dataclass(frozen=True)
class ProcurementBooks:
    """Reads; nothing here changes a document."""

    documents: Documents

    def requisitions(self) -> Collection[Requisition]:
        return self.documents.requisitions.values()

    def orders(self) -> Collection[Order]:
        return self.documents.orders.values()

    def order_lines(self) -> Iterator[tuple[Order, OrderLine]]:
        return ((order, line) for order in self.orders() for line in order.lines.values())

    def receipts(self) -> Iterable[Receipt]:
        return self.documents.receipts

    def invoices(self) -> Collection[Invoice]:
        return self.documents.invoices.values()

    def suppliers(self) -> Collection[Supplier]:
        return self.documents.suppliers.values()

    def catalogue(self) -> Collection[CatalogueItem]:
        return self.documents.catalogue.values()

    def agreements(self) -> Collection[PriceAgreement]:
        """Imported contract prices; those of the start stand in the catalogue alone."""
        return self.documents.agreements.values()

    def ship_tos(self) -> Collection[ShipTo]:
        return self.documents.ship_tos.values()

    def periods(self) -> Collection[Period]:
        return self.documents.periods.values()
