"""Price corrections (S01): an order line costs less or more than was billed, by its contract."""

from __future__ import annotations

from typing import NamedTuple

CREDIT = "CREDIT"
DEBIT = "DEBIT"


class PriceCorrection(NamedTuple):
    """A credit is a credit memo, a debit an invoice of that number; the amount has no sign."""

    number: str
    supplier: str
    order: str
    order_line: int
    contract: str
    type: str
    amount_minor: int

    @property
    def signed_minor(self) -> int:
        """What the line costs more, in cents."""
        return -self.amount_minor if self.type == CREDIT else self.amount_minor
