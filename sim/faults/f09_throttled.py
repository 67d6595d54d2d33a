"""F09: the receiver's edge answers 429, with Retry-After most of the time.

Stands for a vendor's rate limit in its busy hours. Real answers give seconds, and sometimes
nothing at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Answered, Fate, Packet
from sim.faults.fault import Fault
from sim.streams import Streams

SILENT_SHARE = 0.2
"""Share of 429 answers without Retry-After; an assumption."""


@dataclass(frozen=True, kw_only=True)
class Throttled(Fault):
    """Refuses a share of calls with 429 before they reach the system."""

    id: ClassVar[str] = "F09"
    title: ClassVar[str] = "throttled with Retry-After"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.1},
        "rough": {"probability": 0.3, "from_h": 6, "until_h": 30},
        "harsh": {"probability": 0.8, "from_h": 6, "until_h": 18},
    }

    hops: tuple[str, ...] = ("integration>*",)
    probability: float = 0.3
    retry_after_s: int = 30

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Throttles a call with the stated probability."""
        if packet.is_delivery or self.draw(streams, packet) >= self.probability:
            return None
        silent = self.draw(streams, packet, "silent") < SILENT_SHARE
        return Answered(429, None if silent else self.retry_after_s)
