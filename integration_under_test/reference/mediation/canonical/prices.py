"""Prices of a contract version."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PriceLine:
    line: int
    item: str
    unit: str
    price_e4: int


@dataclass(frozen=True, slots=True)
class PriceList:
    contract: str
    version: int
    supplier: str
    starts_on: str
    ends_on: str
    lines: tuple[PriceLine, ...]
