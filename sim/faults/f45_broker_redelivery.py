"""F45: a broker delivers once more, in bulk, what was acknowledged long ago.

Stands for a consumer that moved to another node, offsets that were set back, a subscription that
was restored from a backup. All of it comes within minutes, in the old order, beside what is new.
What a broker loses for good is a lost delivery, and F03's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Doubled, Fate, Packet
from sim.faults.fault import Fault
from sim.streams import Streams

HOUR_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class BrokerRedelivery(Fault):
    """Everything delivered within the window comes again when it ends, over `spread_s`."""

    id: ClassVar[str] = "F45"
    title: ClassVar[str] = "bulk redelivery"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"from_h": 10.0, "until_h": 10.5},
        "rough": {"from_h": 6.0, "until_h": 12.0},
        "harsh": {"from_h": 0.0, "until_h": 24.0, "spread_s": 300.0},
    }

    hops: tuple[str, ...] = ("*>integration",)
    from_h: float = 8.0
    until_h: float = 12.0
    spread_s: float = 120.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Plans the second delivery of what is delivered now."""
        if not packet.is_delivery:
            return None
        window_s = (self.until_h - self.from_h) * HOUR_S
        place = (packet.t_s - self.from_h * HOUR_S) / window_s
        again_s = self.until_h * HOUR_S + place * self.spread_s
        return Doubled(after_s=round(again_s - packet.t_s, 6))
