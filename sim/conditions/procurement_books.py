"""The books of the procurement suite (S02): cents, quantities in purchase units."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mock_systems.procurement.dispute import Dispute
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
from mock_systems.procurement.fulfilment import Alternate, ShipNotice, Substitution
from mock_systems.procurement.lookup_values import LookupValue
from mock_systems.procurement.onboarding import SupplierRequest
from mock_systems.procurement.order_revision import version_lines
from mock_systems.procurement.order_version import VersionLine
from mock_systems.procurement.price_correction import PriceCorrection
from mock_systems.procurement.risk_hold import RiskHold


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

    def issued_lines(self) -> Iterator[tuple[Order, VersionLine]]:
        """The lines as they were issued, before any change."""
        for order in self.orders():
            versions = self.documents.order_versions.get(order.po_number)
            for line in versions[0].lines if versions else version_lines(order):
                yield order, line

    def substitutions(self) -> Iterator[tuple[Order, Substitution]]:
        """Those that were approved, in the order in which they were offered."""
        for found in self.documents.substitutions.values():
            if found.status == "approved":
                yield self.documents.orders[found.po_number], found

    def alternates(self) -> Iterable[Alternate]:
        return self.documents.alternates

    def ship_notices(self) -> Collection[ShipNotice]:
        return self.documents.ship_notices.values()

    def receipts(self) -> Iterable[Receipt]:
        return self.documents.receipts

    def invoices(self) -> Collection[Invoice]:
        return self.documents.invoices.values()

    def credited(self) -> Iterator[Dispute]:
        """Disputes over invoices that the supplier closed with a credit."""
        return (d for d in self.documents.disputes.values() if d.outcome == "credited")

    def price_corrections(self) -> Iterable[PriceCorrection]:
        return self.documents.corrections.by_number.values()

    def risk_holds(self) -> Collection[RiskHold]:
        return self.documents.onboarding.holds.values()

    def supplier_requests(self) -> Collection[SupplierRequest]:
        return self.documents.onboarding.requests.values()

    def suppliers(self) -> Collection[Supplier]:
        return self.documents.suppliers.values()

    def catalogue(self) -> Collection[CatalogueItem]:
        return self.documents.catalogue.values()

    def agreements(self) -> Collection[PriceAgreement]:
        """Imported contract prices; those of the start stand in the catalogue alone."""
        return self.documents.agreements.values()

    def ship_tos(self) -> Collection[ShipTo]:
        return self.documents.ship_tos.values()

    def lookup_values(self) -> Mapping[tuple[str, str], LookupValue]:
        """By lookup with code."""
        return self.documents.lookup_values

    def periods(self) -> Collection[Period]:
        return self.documents.periods.values()
