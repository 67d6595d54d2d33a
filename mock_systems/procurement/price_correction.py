"""Corrections of order lines whose contract price came late to the suite (S02)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Place = tuple[str, int]
"""(order number, line number)."""


class PriceCorrection(NamedTuple):
    """A credit (below zero) or debit of one order line, in cents; prices are per purchase unit."""

    number: str
    po_number: str
    line_num: int
    contract: str
    quantity: int
    ordered_price_minor: int
    contract_price_minor: int
    amount_minor: int
    issued_on: date


@dataclass(slots=True)
class PriceCorrections:
    """What was issued, and which lines the next run has to look at."""

    by_number: dict[str, PriceCorrection] = field(default_factory=dict)
    of_line: dict[Place, list[PriceCorrection]] = field(default_factory=dict)
    due: dict[Place, None] = field(default_factory=dict)
    orders_of_item: dict[str, list[str]] = field(default_factory=dict)
    """Item -> the orders that were issued with a line of it at a contract's price."""

    def add(self, correction: PriceCorrection) -> None:
        """Files a correction under its number and its line."""
        self.by_number[correction.number] = correction
        place = (correction.po_number, correction.line_num)
        self.of_line.setdefault(place, []).append(correction)

    def corrected_minor(self, place: Place) -> int:
        """The sum of a line's corrections."""
        return sum(correction.amount_minor for correction in self.of_line.get(place, ()))
