"""One answer that never arrives as it was meant: armed by a step, sprung by the next write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from sim.cable import Answered, Fate, Packet, Reset
from sim.faults.fault import Fault
from sim.streams import Streams

BROKEN: Fate = Reset(after_commit=True)
FAILED: Fate = Answered(500, after_commit=True)


@dataclass
class Trap:
    """Takes the next write to a system, and lets the system act before."""

    fate: Fate | None = None
    system: str = ""
    caught: str = ""
    """The call that went into it."""

    def arm(self, fate: Fate, system: str) -> None:
        """For the next write to this system."""
        self.fate, self.system, self.caught = fate, system, ""


@dataclass(frozen=True, kw_only=True)
class LostAnswer(Fault):
    """The fault through which a trap reaches the cable."""

    id: ClassVar[str] = "conform"
    title: ClassVar[str] = "one answer is lost after the commit"

    trap: Trap = field(default_factory=Trap)

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Springs the trap, once."""
        trap, (_, _, system) = self.trap, packet.hop.partition(">")
        if packet.is_delivery or not packet.bears or system != trap.system:
            return None
        fate, trap.fate = trap.fate, None
        if fate is not None:
            trap.caught = f"{system}.{packet.f}"
        return fate
