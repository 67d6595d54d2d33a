"""F02: a delivery is held back and overtaken by later ones of the same document.

Stands for parallel senders, retry queues and brokers that promise no order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Fate, Held, Packet
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class OutOfOrder(Fault):
    """Holds a share of deliveries for up to `hold_s` seconds."""

    id: ClassVar[str] = "F02"
    title: ClassVar[str] = "out of order"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.02},
        "rough": {"probability": 0.2},
        "harsh": {"probability": 0.5},
    }

    hops: tuple[str, ...] = ("*>integration",)
    probability: float = 0.01
    hold_s: float = 1800.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Holds a delivery with the stated probability."""
        if not packet.is_delivery or self.draw(streams, packet) >= self.probability:
            return None
        return Held(extra_s=round(self.draw(streams, packet, "hold") * self.hold_s, 3))
