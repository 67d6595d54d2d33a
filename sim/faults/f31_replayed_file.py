"""F31: a file comes again under another name.

Stands for an operator who repeats a transfer to be sure, and for a restored drop folder. The name
is new and the content is not, so whoever knows files by their names posts everything twice. A
correct integration knows them by sender and control number, and by their content. The original of
what comes again was fine: meanwhile the back offices spoil no file of their own, since the refusal
of a spoilt one may well be told twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Doubled, Fate, Packet
from sim.faults.fault import Fault
from sim.faults.hops import SENDERS
from sim.streams import Streams

HOUR_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class ReplayedFile(Fault):
    """Has a share of files come again, up to `within_h` later, as `COPY-` and their name."""

    id: ClassVar[str] = "F31"
    title: ClassVar[str] = "replayed file"
    needs: ClassVar[tuple[str, ...]] = SENDERS
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.3},
        "rough": {"probability": 0.6},
        "harsh": {"probability": 1.0, "within_h": 24.0},
    }

    hops: tuple[str, ...] = ("*>integration",)
    probability: float = 0.3
    within_h: float = 6.0

    @property
    def parameters(self) -> Mapping[str, float]:
        """No file of a back office is spoilt."""
        return {"feed_faulty_share": 0.0}

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Doubles a file with the stated probability."""
        if not packet.is_file or self.draw(streams, packet) >= self.probability:
            return None
        after_s = round(60.0 + self.draw(streams, packet, "after") * self.within_h * HOUR_S, 3)
        return Doubled(after_s, name=f"COPY-{packet.business_key}")
