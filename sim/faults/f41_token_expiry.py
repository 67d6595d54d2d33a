"""F41: tokens expire in the middle of a batch; every call gets a 401 until there are new ones.

Stands for client credentials with a short life, a refresh that takes its time, a stampede of
clients that refresh at once. In virtual time clients carry no tokens, so the edge says 401 for
`renewal_s` at the end of each life of `life_s`; each system's token began its life at another
moment. A
correct integration takes up the batch where it stopped, and does not take a 401 for a refusal of
the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Answered, Fate, Packet
from sim.faults.fault import Fault
from sim.streams import Streams

UNAUTHORISED = 401


@dataclass(frozen=True, kw_only=True)
class TokenExpiry(Fault):
    """Answers 401 to every call during a renewal."""

    id: ClassVar[str] = "F41"
    title: ClassVar[str] = "token expiry"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"life_s": 3600.0, "renewal_s": 60.0},
        "rough": {"life_s": 1800.0, "renewal_s": 240.0},
        "harsh": {"life_s": 600.0, "renewal_s": 300.0},
    }

    hops: tuple[str, ...] = ("integration>*",)
    life_s: float = 3600.0
    renewal_s: float = 60.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Refuses a call while the token of its hop is being renewed."""
        if packet.is_delivery:
            return None
        began_s = streams.uniform("fault", self.stream, "began", packet.hop) * self.life_s
        age_s = (packet.t_s + began_s) % self.life_s
        return Answered(UNAUTHORISED) if age_s >= self.life_s - self.renewal_s else None
