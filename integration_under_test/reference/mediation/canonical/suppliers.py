"""Suppliers as every flow speaks of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Supplier:
    number: str
    name: str
    tax_id: str
    terms: str
    active: bool
    version: int

    @property
    def firm(self) -> str:
        """The tax number in digits alone."""
        return "".join(filter(str.isdigit, self.tax_id))


@dataclass(frozen=True, slots=True)
class SupplierChange(Supplier):
    """A supplier in a version that holds from an instant on, in ISO notation."""

    changed_at: str
