"""The books of the supplier risk service (S20): screenings, holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mock_systems.supplier_risk.documents import Documents, Hold, Screening


@dataclass(frozen=True)
class RiskBooks:
    """Reads; nothing here changes a document."""

    documents: Documents

    def holds(self) -> Collection[Hold]:
        return self.documents.holds.values()

    def screenings(self) -> Mapping[str, Screening]:
        """By the customer's reference."""
        return self.documents.by_reference

    def vendor(self, hold: Hold) -> str:
        """The ERP number of a firm on hold, '' if the service was never told."""
        return self.documents.subjects[hold.tax_number].vendor_reference
