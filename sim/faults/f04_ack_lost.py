"""F04: the receiver commits, and its answer is lost; the sender sees a time-out.

The fault that idempotency must survive: a naive retry after it makes a second effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import AnswerLost, Fate, Packet
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class AckLost(Fault):
    """Loses the answer of a share of calls and deliveries after the receiver acted."""

    id: ClassVar[str] = "F04"
    title: ClassVar[str] = "answer lost after commit"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.01},
        "rough": {"probability": 0.05},
        "harsh": {"probability": 0.2},
    }

    probability: float = 0.001

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Loses the answer with the stated probability."""
        return AnswerLost() if self.draw(streams, packet) < self.probability else None
