"""F42: after a rotation of keys, a part of the gateways knows only the old one.

Stands for cached key sets and for a certificate that was renewed on one side. What is signed with
the new key is refused with 401 until the caches have expired: calls at the systems' gateways,
webhooks at the integration's. Nothing is wrong with the documents. A correct integration waits, and
so do the senders; the window is shorter than any sender's schedule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Answered, Fate, Packet
from sim.faults.fault import Fault
from sim.faults.hops import CALLS, EVENTS
from sim.streams import Streams

UNAUTHORISED = 401


@dataclass(frozen=True, kw_only=True)
class KeyRotation(Fault):
    """Refuses a share of packets, that of the gateways with an old key set; give it a window."""

    id: ClassVar[str] = "F42"
    title: ClassVar[str] = "key rotation"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"from_h": 9, "until_h": 9.5},
        "rough": {"from_h": 8, "until_h": 10, "share": 0.6},
        "harsh": {"from_h": 8, "until_h": 12, "share": 1.0},
    }

    hops: tuple[str, ...] = (*CALLS, *EVENTS)
    share: float = 0.3

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Refuses a packet that comes to such a gateway."""
        return Answered(UNAUTHORISED) if self.draw(streams, packet) < self.share else None
