"""F12: connections are accepted, and then nothing comes, for longer than any time-out.

Stands for a stopped process whose kernel still accepts, a half-open connection behind a firewall
that forgot it, a deadlocked pool. What was sent is never worked on, yet it holds one of the places
for calls in flight that a vendor's gateway counts, so that it refuses others. A correct integration
gives up, asks ever more seldom, and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Fate, Hung, Packet
from sim.faults.fault import Fault
from sim.faults.hops import CALLS
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class Hang(Fault):
    """Lets every packet on its hops hang; give it a window. Each takes its place for
    `for_s`."""

    id: ClassVar[str] = "F12"
    title: ClassVar[str] = "hang"
    stops: ClassVar[bool] = True
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"from_h": 9, "until_h": 10},
        "rough": {"from_h": 8, "until_h": 12},
        "harsh": {"hops": CALLS, "from_h": 8, "until_h": 18},
    }

    hops: tuple[str, ...] = ("integration>erp",)
    for_s: float = 120.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Lets it hang."""
        return Hung(self.for_s)
