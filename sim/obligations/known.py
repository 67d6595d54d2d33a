"""What the obligation book remembers between effects: order lines, requisitions, lots.

A receipt is valued at the price of the order it fulfils, which was committed earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mock_systems.service import Effect
from mock_systems.service.archive import Archive
from sim.obligations.lineage import Lineage
from sim.obligations.truth import Truth


class UnknownOrder(LookupError):
    """A receipt names an order line that no effect of REMEMBERED announced."""


class OrderLine(NamedTuple):
    """The terms of one line; the price is per purchase unit."""

    uom: str
    unit_price_minor: int
    project: str = ""
    """The project that the line builds."""


def _unpacked(value: Any) -> OrderLine:
    return OrderLine(*value)


PeriodOf = Callable[[str], str]
"""A facility by its code in procurement -> the period (YYYY-MM) of its own day at present."""


def no_calendar(ship_to: str) -> str:
    """For books that owe no period of what comes."""
    return ""


@dataclass
class Known:
    """Master data plus what the effects so far have said."""

    truth: Truth
    period_of: PeriodOf = no_calendar
    lineage: Lineage = field(default_factory=Lineage)
    _lines: Archive[str, OrderLine] = field(default_factory=lambda: Archive(tuple, _unpacked))
    """Order and line -> its terms."""
    _sourced: set[str] = field(default_factory=set)
    _proposed: set[str] = field(default_factory=set)

    def remember(self, effect: Effect) -> None:
        """Keeps what an effect of REMEMBERED says."""
        REMEMBERED[effect.kind](self, effect)

    def order(self, order: Effect) -> None:
        """The terms of an order as it stands now: what changed replaces what was."""
        number = str(order.facts.get("po") or order.key)
        self.lineage.order(number, str(order.facts.get("contract", "")))
        for line in order.facts["lines"]:
            price_minor = int(line["unit_price_minor"])
            project = str(line.get("project", ""))
            terms = OrderLine(str(line["uom"]).upper(), price_minor, project)
            self._lines[f"{number} {line['line']}"] = terms

    def received(self, line: Effect) -> None:
        """A lot arrived under an order."""
        self.lineage.receipt(line)

    def used(self, usage: Effect) -> None:
        """A lot was used; only what is billed can be denied."""
        if self.truth.item(usage.facts["item"]).charge_code:
            self.lineage.usage(usage)

    def sourced(self, requisition: Effect) -> None:
        """A requisition that waits for the orders of the ERP."""
        self._sourced.add(requisition.key)

    def is_sourced(self, requisition: str) -> bool:
        """Whether the ERP was asked to order what a requisition says."""
        return requisition in self._sourced

    def order_line(self, po_number: str, line: object) -> OrderLine:
        """The terms of a line. Raises UnknownOrder."""
        try:
            return self._lines[f"{po_number} {line}"]
        except KeyError:
            raise UnknownOrder(
                f"expected an order effect for {po_number!r} with line {line!r} before "
                f"its receipt, got none; record the order's effect with facts['lines'] first"
            ) from None

    def proposed(self, replenishment: Effect) -> None:
        """A replenishment that waits for its orders."""
        self._proposed.add(replenishment.key)

    def is_proposed(self, reference: str) -> bool:
        """Whether a reference is that of a replenishment."""
        return reference in self._proposed


REMEMBERED: Mapping[str, Callable[[Known, Effect], None]] = {
    "procurement.order": Known.order,
    "procurement.order_import": Known.order,
    "procurement.order_change": Known.order,
    "erp.order": Known.order,
    "procurement.requisition_sourced": Known.sourced,
    "inventory.receipt_line": Known.received,
    "inventory.usage": Known.used,
    "inventory.replenishment": Known.proposed,
}
"""Effect kind -> what of it is kept. An order is one wherever it begins or changes."""
