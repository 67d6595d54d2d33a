"""F19: a few messages can never be processed, however often they come.

Stands for one record with a damaged encoding: its field names are not what they should be, so that
every reader stumbles over it. Which documents are hit is drawn by business key, so that every
attempt brings the same poison. An integration that tries it for ever blocks those behind it; one
that drops it loses it. A correct one puts it aside as an exception with an owner and goes on. The
vendor's support mends the record `mended_after_h` later and delivers it again under its id, so that
all is mended when the window ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic_core import from_json, to_json

from sim.cable import Fate, Packet, Rewritten
from sim.faults.fault import Fault
from sim.faults.hops import EVENTS
from sim.streams import Streams

HOUR_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class Poison(Fault):
    """Damages a share of all events; needs a window."""

    id: ClassVar[str] = "F19"
    title: ClassVar[str] = "poison message"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.03},
        "rough": {"probability": 0.15, "mended_after_h": 6.0},
        "harsh": {"probability": 0.5, "mended_after_h": 12.0, "until_h": 48.0},
    }

    hops: tuple[str, ...] = EVENTS
    until_h: float = 30.0
    probability: float = 0.03
    mended_after_h: float = 2.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Damages every attempt at an event that was drawn."""
        mended_s = packet.t_s + self.mended_after_h * HOUR_S
        if not packet.is_event or mended_s >= self.until_h * HOUR_S:
            return None
        drawn = streams.uniform(
            "fault", self.stream, "act", packet.hop, packet.f, packet.business_key
        )
        if drawn >= self.probability:
            return None
        return Rewritten(request=damaged, mended_after_s=self.mended_after_h * HOUR_S)


def damaged(payload: bytes) -> bytes:
    """The event's data with the first letter of every field's name gone."""
    data = from_json(payload)
    return bytes(to_json({f"\N{REPLACEMENT CHARACTER}{name[1:]}": v for name, v in data.items()}))
