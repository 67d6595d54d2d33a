"""The price of an item for a facility, as an approved contract says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PriceQuestion:
    """`facility` is a GLN, `day` an ISO day."""

    item: str
    facility: str
    unit: str
    quantity: int
    day: str


@dataclass(frozen=True, slots=True)
class PriceQuote:
    """`price_e4` is the price of one `unit` in ten-thousandths of a dollar."""

    item: str
    facility: str
    unit: str
    price_e4: int
    supplier: str
    contract: str
    version: int
