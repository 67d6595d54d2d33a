"""F38: more is delivered, and billed, than was ordered.

Stands for a supplier that rounds up to its own pack, or a picker who miscounts. What is on the
shelf is owed for all the same, beyond any tolerance; somebody must decide on what was not ordered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.faults.deliveries import packed_by
from sim.faults.fault import Fault
from sim.faults.reach import End, Reach
from sim.world.orders import OrderedLine, Shipment


@dataclass(frozen=True, kw_only=True)
class OverReceipt(Fault):
    """Packs too much of a share of all lines."""

    id: ClassVar[str] = "F38"
    title: ClassVar[str] = "over-receipt"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"share": 0.2, "excess": 0.05},
        "rough": {"share": 0.6, "excess": 0.3},
        "harsh": {"share": 1.0, "excess": 2.0},
    }

    hops: tuple[str, ...] = ("world",)
    share: float = 0.3
    excess: float = 0.2
    """More than ordered by this share, at least by one unit."""

    def begin(self, reach: Reach) -> End:
        """From now on too much is packed."""
        packed: dict[tuple[str, int], int] = {}

        def repack(shipment: Shipment, line: OrderedLine) -> OrderedLine:
            address = ("fault", self.stream, *shipment.address, line.line)
            if reach.streams.uniform(*address) >= self.share:
                return line
            packed[shipment.order.number, line.line] = line.quantity
            return replace(line, quantity=line.quantity + ceil(line.quantity * self.excess))

        def committed(system: str, effect: Effect) -> None:
            facts = effect.facts
            if effect.kind == "inventory.receipt_line" and facts.get("po"):
                right = packed.get((facts["po"], facts["po_line"]))
                if right is not None and int(facts["qty_purchase"]) > right:
                    reach.witness(effect.key, system)

        reach.watch(committed)
        return packed_by(reach, repack)
