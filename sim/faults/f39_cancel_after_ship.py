"""F39: an order line is cancelled while it is already on its way.

Stands for a buyer who goes elsewhere with what the supplier had promised for later, and a supplier
that ships before it reads so. Procurement lets exactly one of the two win; the news of the
cancellation reaches the others late, behind that of the shipment or the receipt. A stimulus: it
needs suppliers who acknowledge orders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.cable import Fate, Packet, Unreachable
from sim.faults.fault import Fault
from sim.faults.reach import Reach
from sim.streams import Streams

CANCELLED = "procurement.order.cancelled"


@dataclass(frozen=True, kw_only=True)
class CancelAfterShip(Fault):
    """Has more lines back-ordered and ordered elsewhere, and the news of it come late."""

    id: ClassVar[str] = "F39"
    title: ClassVar[str] = "cancelled after shipment"
    needs: ClassVar[tuple[str, ...]] = ("edi_suppliers",)
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"back_ordered": 0.1},
        "rough": {"back_ordered": 0.3, "refused": 6},
        "harsh": {"back_ordered": 0.7, "refused": 7},
    }

    hops: tuple[str, ...] = ("procurement>integration",)
    back_ordered: float = 0.2
    refused: int = 4
    """Attempts to deliver the news that fail: four take minutes, seven nearly two hours."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """What it changes in the world."""
        return {
            "back_order_share": self.back_ordered,
            "back_order_rerouted_share": 1.0,
            "back_order_median_d": 1.0,
        }

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Keeps the news of a cancellation out for its first attempts."""
        late = packet.is_delivery and packet.f == CANCELLED and packet.attempt <= self.refused
        return Unreachable() if late else None

    def begin(self, reach: Reach) -> None:
        """Looks out for the first cancellation."""

        def committed(system: str, effect: Effect) -> None:
            if effect.kind == "procurement.order_cancellation":
                reach.witness(effect.key, system)

        reach.watch(committed)
