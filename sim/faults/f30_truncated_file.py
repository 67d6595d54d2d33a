"""F30: a file ends in the middle of a record; its trailer is missing.

Stands for a full disk or a broken transfer that a drop folder does not notice. What is there looks
like a file, and an integration that trusts it posts the first half. A correct one checks count and
total, posts nothing of it and says so. The sender sees the size that arrived, or hears the refusal,
and transfers the whole file again under its name `mended_after_h` later; one that must keep its
place among those of its kind, before the next night's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from sim.cable import Fate, Packet, Rewritten
from sim.faults.fault import Fault
from sim.faults.hops import IN_ORDER, TRANSFERS
from sim.streams import Streams

HOUR_S = 3600.0
BEFORE_NEXT_H = 20.0
"""Files that keep their order come night by night."""


@dataclass(frozen=True, kw_only=True)
class TruncatedFile(Fault):
    """Cuts a share of files, each time that one is sent."""

    id: ClassVar[str] = "F30"
    title: ClassVar[str] = "truncated file"
    needs: ClassVar[tuple[str, ...]] = ("clinics", "bank", "payers", "warehouse", "acquisition")
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"probability": 0.3},
        "rough": {"probability": 0.6, "mended_after_h": 6.0},
        "harsh": {"probability": 1.0, "mended_after_h": 12.0, "until_h": 72.0},
    }

    hops: tuple[str, ...] = TRANSFERS
    until_h: float = 48.0
    probability: float = 0.3
    mended_after_h: float = 0.5

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Cuts a file with the stated probability."""
        if not packet.is_file or self.draw(streams, packet) >= self.probability:
            return None
        share = 0.1 + 0.8 * self.draw(streams, packet, "share")
        longest_h = BEFORE_NEXT_H if packet.f in IN_ORDER else self.mended_after_h
        mended_after_h = min(self.mended_after_h, longest_h)
        return Rewritten(request=partial(cut, share), mended_after_s=mended_after_h * HOUR_S)


def cut(share: float, content: bytes) -> bytes:
    """The beginning of a file, never up to the end of a line."""
    return content[: int(len(content) * share)].rstrip(b"\r\n~")
