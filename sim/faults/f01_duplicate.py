"""F01: the same event is delivered twice, with the same source and id.

Stands for a webhook sender that times out just before the answer, and for networks that repeat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Doubled, Fate, Packet
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class Duplicate(Fault):
    """Doubles a share of deliveries; half of the copies arrive almost at once, so that both are
    handled concurrently, the others up to `spread_s` later."""

    id: ClassVar[str] = "F01"
    title: ClassVar[str] = "duplicate delivery"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.02},
        "rough": {"probability": 0.2},
        "harsh": {"probability": 1.0},
    }

    hops: tuple[str, ...] = ("*>integration",)
    probability: float = 0.005
    spread_s: float = 600.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Doubles a delivery with the stated probability."""
        if not packet.is_delivery or self.draw(streams, packet) >= self.probability:
            return None
        spread = self.draw(streams, packet, "spread")
        return Doubled(after_s=0.001 if spread < 0.5 else round(spread * self.spread_s, 3))
