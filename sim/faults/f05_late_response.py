"""F05: the receiver answers after the caller gave up and called again, so that both calls run.

Stands for a slow handler behind a queue, a lock, a batch job in the database. Half of those calls
are worked on in time and answered late; the others are worked on late, when the caller may have
looked for their effect already. A correct integration waits until nothing of it can be under way
before it looks: no request arrives later than `longest_s`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import AnswerHeld, Fate, Held, Packet
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class LateResponse(Fault):
    """Holds a share of calls, or of their answers, for `shortest_s` to `longest_s`."""

    id: ClassVar[str] = "F05"
    title: ClassVar[str] = "late response"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.02},
        "rough": {"probability": 0.1},
        "harsh": {"probability": 0.4},
    }

    hops: tuple[str, ...] = ("integration>*",)
    probability: float = 0.01
    shortest_s: float = 30.0
    longest_s: float = 60.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Holds a call with the stated probability."""
        if packet.is_delivery or self.draw(streams, packet) >= self.probability:
            return None
        span_s = self.longest_s - self.shortest_s
        extra_s = round(self.shortest_s + self.draw(streams, packet, "hold") * span_s, 3)
        acts_in_time = self.draw(streams, packet, "in_time") < 0.5
        return AnswerHeld(extra_s) if acts_in_time else Held(extra_s)
