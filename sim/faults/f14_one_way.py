"""F14: what goes one way gets through, what comes the other way does not.

Stands for an asymmetric route, a firewall rule for one direction, a full outbound queue. With the
way to the integration dead, all that it asks is done and none of it answered, and no event arrives.
With the way to the systems dead, nothing that it asks arrives, and what it acknowledges is sent
again. A correct integration treats both as unknown outcomes; events come after the window, since no
sender's schedule ends within it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import AnswerLost, Fate, Lost, Packet
from sim.faults.fault import Fault
from sim.streams import Streams

INTEGRATION = "integration"
SYSTEMS = "systems"
"""The two directions that can be dead."""
THREE = tuple(
    hop
    for system in ("erp", "billing", "procurement")
    for hop in (f"{INTEGRATION}>{system}", f"{system}>{INTEGRATION}")
)


@dataclass(frozen=True, kw_only=True)
class OneWay(Fault):
    """Cuts one direction between the integration and its hops; `toward` says which."""

    id: ClassVar[str] = "F14"
    title: ClassVar[str] = "one-way partition"
    stops: ClassVar[bool] = True
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"from_h": 9, "until_h": 10},
        "rough": {"from_h": 8, "until_h": 12, "toward": SYSTEMS},
        "harsh": {"hops": THREE, "from_h": 8, "until_h": 12.5},
    }

    hops: tuple[str, ...] = ("integration>erp", "erp>integration")
    toward: str = INTEGRATION

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Loses what travels the dead way: a request, or the answer to one."""
        arrives_at = packet.hop.partition(">")[2]
        inward = arrives_at == INTEGRATION
        return Lost() if inward == (self.toward == INTEGRATION) else AnswerLost()
