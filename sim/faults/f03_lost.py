"""F03: a request never reaches its receiver, and the sender hears nothing.

Stands for dropped packets, dead proxies and connection pools that hand out a broken socket.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.cable import Fate, Lost, Packet
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class RequestLost(Fault):
    """Loses a share of calls and deliveries before they arrive."""

    id: ClassVar[str] = "F03"
    title: ClassVar[str] = "request lost"

    probability: float = 0.002

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Loses the packet with the stated probability."""
        return Lost() if self.draw(streams, packet) < self.probability else None
