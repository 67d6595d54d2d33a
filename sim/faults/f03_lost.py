"""F03: a request never reaches its receiver, and the sender hears nothing.

Stands for dropped packets, dead proxies and connection pools that hand out a broken socket.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Fate, Lost, Packet
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class RequestLost(Fault):
    """Loses a share of calls and deliveries before they arrive."""

    id: ClassVar[str] = "F03"
    title: ClassVar[str] = "request lost"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.01},
        "rough": {"probability": 0.05},
        "harsh": {"probability": 0.2},
    }

    probability: float = 0.002

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Loses the packet with the stated probability."""
        return Lost() if self.draw(streams, packet) < self.probability else None
