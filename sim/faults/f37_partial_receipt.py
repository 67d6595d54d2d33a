"""F37: an order line is delivered in several parts, each with a receipt of its own.

Stands for a supplier that ships what it has, case by case. Whoever thinks that an order line has
one receipt takes the second part for a copy of the first, or the first for everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.faults.deliveries import packed_by
from sim.faults.fault import Fault
from sim.faults.reach import End, Reach
from sim.world.orders import OrderedLine, Shipment

FIRST_EXTRA = 1000
"""Numbers of the further parts, far above those of planned deliveries."""


@dataclass(frozen=True, kw_only=True)
class PartialReceipt(Fault):
    """Splits a share of all lines of more than one unit; the other parts come on the same day."""

    id: ClassVar[str] = "F37"
    title: ClassVar[str] = "partial receipts"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"share": 0.3},
        "rough": {"share": 1.0},
        "harsh": {"share": 1.0, "parts": 4},
    }

    hops: tuple[str, ...] = ("world",)
    share: float = 0.5
    parts: int = 2

    def begin(self, reach: Reach) -> End:
        """From now on deliveries are split as they are packed."""
        self._look_out(reach)
        return packed_by(reach, lambda shipment, line: self._first_part(reach, shipment, line))

    def _first_part(self, reach: Reach, shipment: Shipment, line: OrderedLine) -> OrderedLine:
        if shipment.n >= FIRST_EXTRA or line.quantity < 2:
            return line
        address = ("fault", self.stream, *shipment.address, line.line)
        if reach.streams.uniform(*address) >= self.share:
            return line
        share, rest = divmod(line.quantity, min(self.parts, line.quantity))
        for number in range(1, min(self.parts, line.quantity)):
            part = replace(line, quantity=share)
            n = FIRST_EXTRA * number + 100 * shipment.n + line.line
            reach.world.site.offers.extras(Shipment(shipment.order, n, shipment.day, (part,)))
        return replace(line, quantity=share + rest)

    def _look_out(self, reach: Reach) -> None:
        """Its witness is the second receipt of one order line."""
        seen: set[tuple[str, int]] = set()

        def committed(system: str, effect: Effect) -> None:
            if effect.kind == "inventory.receipt_line" and effect.facts.get("po"):
                line = (effect.facts["po"], effect.facts["po_line"])
                if line in seen:
                    reach.witness(effect.key, system)
                seen.add(line)

        reach.watch(committed)
