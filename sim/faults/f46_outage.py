"""F46: a system is gone for a while, and everything that waited comes back at once.

The catalogue's trigger "outage window": connections are refused while it lasts; what it tests is
the time after it, when backlog and synchronised retries meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Fate, Packet, Unreachable
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class Outage(Fault):
    """Refuses every connection on its hops; give it a window."""

    id: ClassVar[str] = "F46"
    title: ClassVar[str] = "outage window"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"from_h": 9, "until_h": 10},
        "rough": {"from_h": 8, "until_h": 14},
        "harsh": {"hops": ("integration>*",), "from_h": 8, "until_h": 20},
    }

    hops: tuple[str, ...] = ("integration>erp",)

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Refuses the connection."""
        return Unreachable()
