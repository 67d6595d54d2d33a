"""Suppliers' notices of what is on its way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """Purchase units of an order's line; `lot` is "" where none is marked."""

    line: int
    quantity: int
    unit: str
    lot: str


@dataclass(frozen=True, slots=True)
class ShipNotice:
    """`number` is the supplier's own."""

    number: str
    supplier: str
    order: str
    shipped_on: str
    expected_on: str
    tracking: str
    lines: tuple[ShippedLine, ...]
