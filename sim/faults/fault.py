"""What every fault has in common: where it acts, when, and how it is declared.

A fault is a frozen dataclass with an `id` of the catalogue (F01..F46), a `title`, and one method
`decide(packet, streams)` that returns a fate or None. Being data, a fault plan can be printed,
stored and shrunk. Draws come from the packet's address alone, so every integration meets the same
world (decision D6).
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import ClassVar

from sim.cable import Fate, Packet
from sim.streams import Streams

FOREVER_H = float("inf")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Base of all faults. `hops` are patterns such as `integration>erp`; the window is in hours
    since the scenario's start, and ends at the latest when the scenario heals."""

    id: ClassVar[str]
    title: ClassVar[str]

    hops: tuple[str, ...] = ("*",)
    from_h: float = 0.0
    until_h: float = FOREVER_H

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """What happens to this packet, or None to let it pass."""
        raise NotImplementedError

    def covers(self, packet: Packet) -> bool:
        """Whether the packet travels on one of the fault's hops."""
        return any(fnmatchcase(packet.hop, pattern) for pattern in self.hops)

    def draw(self, streams: Streams, packet: Packet, purpose: str = "act") -> float:
        """This fault's own uniform draw for the packet."""
        return streams.uniform("fault", self.id, purpose, *packet.address)
