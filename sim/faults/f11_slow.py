"""F11: a system is ten to a hundred times slower than usual, without a single error.

The gray failure: a missing index, a full connection pool, a backup at noon. Monitors that count
errors see nothing; callers run into their time-outs while the system still works on what they gave
up. A gateway in front lets nothing wait for longer than `most_s`. A correct integration survives it
as it does late answers, and does not let one slow system use up the calls to all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Fate, Packet, Slowed
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class Slow(Fault):
    """Multiplies the way there and back of every call; give it a window."""

    id: ClassVar[str] = "F11"
    title: ClassVar[str] = "slow system"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"factor": 10.0, "from_h": 8, "until_h": 12},
        "rough": {"factor": 30.0, "from_h": 8, "until_h": 16},
        "harsh": {
            "factor": 100.0,
            "hops": ("integration>erp", "integration>billing"),
            "from_h": 6,
            "until_h": 18,
        },
    }

    hops: tuple[str, ...] = ("integration>erp",)
    factor: float = 10.0
    most_s: float = 60.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Slows every call."""
        return None if packet.is_delivery else Slowed(self.factor, self.most_s)
