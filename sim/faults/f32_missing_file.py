"""F32: a file is missing, or empty; the next one of its sender comes as if nothing were.

Stands for a night job that failed without a word, or that wrote a file before it had read anything.
The sender's numbers have a gap. A correct integration posts nothing of an empty file, and takes the
right one whenever it comes: the sender's own check on the next day finds the gap, and sends it then
under its name and number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.cable import Fate, Late, Packet, Rewritten
from sim.faults.fault import Fault
from sim.faults.hops import IN_ORDER, SENDERS
from sim.streams import Streams

HOUR_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class MissingFile(Fault):
    """Half of a share of files are empty at first, the others missing, until `found_after_h`."""

    id: ClassVar[str] = "F32"
    title: ClassVar[str] = "missing or empty file"
    needs: ClassVar[tuple[str, ...]] = SENDERS
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.2},
        "rough": {"probability": 0.5},
        "harsh": {"probability": 1.0, "found_after_h": 30.0},
    }

    hops: tuple[str, ...] = ("*>integration",)
    until_h: float = 48.0
    probability: float = 0.2
    found_after_h: float = 20.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Keeps back or empties the first sending of a file."""
        if not packet.is_file or packet.attempt > 1 or packet.f in IN_ORDER:
            return None
        if self.draw(streams, packet) >= self.probability:
            return None
        found_after_s = self.found_after_h * HOUR_S
        if self.draw(streams, packet, "empty") < 0.5:
            return Rewritten(request=emptied, mended_after_s=found_after_s)
        return Late(found_after_s)


def emptied(content: bytes) -> bytes:
    """A file of no bytes."""
    return b""
