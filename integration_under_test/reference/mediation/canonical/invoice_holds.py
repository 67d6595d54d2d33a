"""Holds of invoices, one for each reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InvoiceHold:
    """An invoice that the ERP holds, or held, for one of its codes."""

    supplier: str
    invoice: str
    code: str

    @property
    def reference(self) -> str:
        """The invoice as the ERP names it."""
        return f"{self.supplier}/{self.invoice}"


@dataclass(frozen=True, slots=True)
class HoldsEnded:
    """The ERP holds an invoice no longer."""

    supplier: str
    invoice: str

    @property
    def reference(self) -> str:
        return f"{self.supplier}/{self.invoice}"
