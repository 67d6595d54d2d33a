"""F07: idempotency keys are forgotten before the request comes again.

Stands for a gateway that keeps keys in memory, for seconds, where its contract says a day; and for
replays after days. A lost answer has the request sent again, under the same key, which by then
means nothing to the receiver: who relies on keys alone does it twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from mock_systems.profiles import Profile
from sim.cable import AnswerLost, Fate, Packet
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class KeyExpired(Fault):
    """Keys are kept for `retention_s` on the hops' systems, and a share of the answers is lost."""

    id: ClassVar[str] = "F07"
    title: ClassVar[str] = "idempotency key expired"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.1},
        "rough": {"probability": 0.3},
        "harsh": {"probability": 0.8, "retention_s": 0.001},
    }

    hops: tuple[str, ...] = ("integration>billing",)
    until_h: float = 30.0
    probability: float = 0.05
    retention_s: float = 5.0
    """Shorter than any time-out, so that no retry comes in time."""

    def profiled(self, system: str, profile: Profile) -> Profile:
        """The system's gateway forgets early."""
        if f"integration>{system}" not in self.hops:
            return profile
        keys = replace(profile.keys, retention_h=self.retention_s / 3600.0)
        return replace(profile, keys=keys)

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Loses the answer to a write, so that it comes again."""
        if packet.is_delivery or not packet.bears:
            return None
        return AnswerLost() if self.draw(streams, packet) < self.probability else None
