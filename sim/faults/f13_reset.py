"""F13: the connection breaks, or ends in the middle of the answer.

Stands for a proxy that is restarted, a worker that is killed, a load balancer that closes what is
idle. The caller hears so at once, which tempts to try again at once; half a JSON document cannot be
read, which tempts to take it for a refusal. In either case nobody knows whether the receiver acted:
the outcome is indeterminate, never failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Fate, Packet, Reset, Truncated
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class ConnectionReset(Fault):
    """Breaks a share of calls and deliveries: a third before the receiver acted, a third after it,
    a third within the answer."""

    id: ClassVar[str] = "F13"
    title: ClassVar[str] = "connection reset"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.01},
        "rough": {"probability": 0.05},
        "harsh": {"probability": 0.2},
    }

    probability: float = 0.01

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Breaks a packet's connection with the stated probability."""
        if self.draw(streams, packet) >= self.probability:
            return None
        where = self.draw(streams, packet, "where")
        if where >= 2 / 3:
            return Truncated(share=round(self.draw(streams, packet, "share"), 3))
        return Reset(after_commit=where >= 1 / 3)
