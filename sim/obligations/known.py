"""What the obligation book remembers between effects: the lines of each purchase order.

A receipt is valued at the price of the order it fulfils, and the order was committed earlier.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mock_systems.service import Effect
from sim.obligations.truth import Truth


class UnknownOrder(LookupError):
    """A receipt names an order line that no `procurement.order` effect announced."""


class OrderLine(NamedTuple):
    """The terms of one line; the price is per purchase unit."""

    uom: str
    unit_price_minor: int


@dataclass
class Known:
    """Master data plus the orders seen so far."""

    truth: Truth
    _lines: dict[tuple[str, str], OrderLine] = field(default_factory=dict)

    def remember(self, order: Effect) -> None:
        """Keeps the terms of a `procurement.order` effect."""
        for line in order.facts["lines"]:
            terms = OrderLine(str(line["uom"]).upper(), int(line["unit_price_minor"]))
            self._lines[order.key, str(line["line"])] = terms

    def order_line(self, po_number: str, line: object) -> OrderLine:
        """The terms of a line. Raises UnknownOrder."""
        try:
            return self._lines[po_number, str(line)]
        except KeyError:
            raise UnknownOrder(
                f"expected a procurement.order effect for {po_number!r} with line {line!r} before "
                f"its receipt, got none; record the order's effect with facts['lines'] first"
            ) from None
