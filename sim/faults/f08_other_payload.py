"""F08: a request comes again under its idempotency key with another body.

Stands for a gateway that sends again by itself when the answer is slow, and writes the JSON anew
while it does: the same values in other bytes, which is another fingerprint. The system's edge
answers as its policy says, usually 422, and that is the answer which the caller gets, although the
first of the two took effect. A correct integration looks for the effect before it believes such a
refusal. Only calls with a key that the operation honours can meet it: without a key, no gateway
sends a write again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic_core import from_json

from sim.cable import Fate, Packet, Repeated
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class OtherPayload(Fault):
    """Has a share of keyed calls sent again with their body written anew."""

    id: ClassVar[str] = "F08"
    title: ClassVar[str] = "same key, different payload"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.1},
        "rough": {"probability": 0.4},
        "harsh": {"probability": 1.0},
    }

    hops: tuple[str, ...] = ("integration>*",)
    probability: float = 0.1

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Repeats a keyed call with the stated probability."""
        if not packet.keyed or self.draw(streams, packet) >= self.probability:
            return None
        return Repeated(written_anew)


def written_anew(payload: bytes) -> bytes:
    """The same JSON with its fields sorted, and space between them."""
    return json.dumps(from_json(payload), sort_keys=True).encode()
