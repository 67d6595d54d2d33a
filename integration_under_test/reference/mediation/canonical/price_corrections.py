"""What an order line costs less or more, because its contract's price came late."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PriceCorrection:
    """In cents, below zero for a credit; `issued_on` is an ISO day, of the facility's own."""

    number: str
    supplier: str
    order: str
    line: int
    contract: str
    facility: str
    amount_minor: int
    issued_on: str
