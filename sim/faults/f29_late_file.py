"""F29: a file comes hours after its cut-off.

Stands for a night job that waited for another, and for an operator who forgot to start it. Nobody
is told; later files of the same sender may come before it. A correct integration takes it when it
comes, and posts what it holds into the period that is open then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Fate, Late, Packet
from sim.faults.fault import FOREVER_H, Fault
from sim.faults.hops import IN_ORDER, SENDERS
from sim.streams import Streams

HOUR_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class LateFile(Fault):
    """Has a share of files sent `delay_h` later."""

    id: ClassVar[str] = "F29"
    title: ClassVar[str] = "late file"
    needs: ClassVar[tuple[str, ...]] = SENDERS
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.3},
        "rough": {"probability": 0.6, "delay_h": 12.0},
        "harsh": {"probability": 1.0, "delay_h": 20.0, "until_h": FOREVER_H},
    }

    hops: tuple[str, ...] = ("*>integration",)
    until_h: float = 48.0
    probability: float = 0.3
    delay_h: float = 4.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Delays the first sending of a file."""
        if not packet.is_file or packet.attempt > 1 or packet.f in IN_ORDER:
            return None
        late = self.draw(streams, packet) < self.probability
        return Late(self.delay_h * HOUR_S) if late else None
