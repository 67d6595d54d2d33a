"""What disputes with suppliers gave back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DisputeCredit:
    """The price of an invoice, lowered by its supplier; `closed_at` is a UTC instant."""

    dispute: str
    supplier: str
    invoice: str
    amount_minor: int
    closed_at: str

    @property
    def number(self) -> str:
        """The credit memo's, as it is agreed with suppliers."""
        return f"CM-{self.dispute}"
