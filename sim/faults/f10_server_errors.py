"""F10: a burst of 500, 502, 503 and 504 answers, some of them after the system committed.

Stands for a deployment or an overloaded application server behind a gateway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Answered, Fate, Packet
from sim.faults.fault import Fault
from sim.streams import Streams

STATUSES = (500, 502, 503, 504)


@dataclass(frozen=True, kw_only=True)
class ServerErrors(Fault):
    """Answers a share of calls with a 5xx; `after_commit` of those have acted all the same."""

    id: ClassVar[str] = "F10"
    title: ClassVar[str] = "5xx burst"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.05},
        "rough": {"probability": 0.5, "from_h": 6, "until_h": 30},
        "harsh": {"probability": 0.9, "from_h": 8, "until_h": 14},
    }

    hops: tuple[str, ...] = ("integration>*",)
    probability: float = 0.5
    after_commit: float = 0.3

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Fails a call with the stated probability."""
        if packet.is_delivery or self.draw(streams, packet) >= self.probability:
            return None
        status = STATUSES[int(self.draw(streams, packet, "status") * len(STATUSES))]
        acted = self.draw(streams, packet, "commit") < self.after_commit
        return Answered(status, after_commit=acted)
