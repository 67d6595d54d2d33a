"""F28: a list comes in small pages, and shifts while it is being read.

Stands for a vendor that lowers the size of its pages, and for rows that come and go between two
pages: one that came before the place repeats the row before it, one that went skips the next. A
correct integration follows the pages to their end, takes no row twice, and reads again what it
misses. A list that was cut for a day does not move. What is touched are reads, so a page is the
witness.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from typing import Any, ClassVar

from pydantic_core import from_json, to_json

from sim.cable import Fate, Packet, Rewritten
from sim.faults.fault import Fault
from sim.streams import Streams

LIMITS = ("limit", "Limit")
OFFSETS = ("offset", "Offset")
"""The vendors' words for the rows of a page, and for those before it."""
FROZEN = ("list_cut_*", "list_postings")
"""Lists of a day that was cut: their pages get smaller, and stay where they are."""


@dataclass(frozen=True, kw_only=True)
class SplitBatch(Fault):
    """Reads of lists get pages of `rows`; in a share of the minutes (of the keys, where a list has
    one) its rows move, so that every later page begins one row off."""

    id: ClassVar[str] = "F28"
    title: ClassVar[str] = "split batch"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"rows": 100, "probability": 0.02},
        "rough": {"rows": 50, "probability": 0.1, "until_h": 30},
        "harsh": {"rows": 10, "probability": 0.4, "until_h": 30},
    }

    hops: tuple[str, ...] = ("integration>*",)
    operations: tuple[str, ...] = ("list_*", "find_*")
    rows: int = 100
    probability: float = 0.02

    witnessed_by_reads: ClassVar[bool] = True

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Asks for another page than the reader did."""
        if packet.is_delivery or not any(fnmatchcase(packet.f, one) for one in self.operations):
            return None
        address = ("fault", self.stream, packet.hop, packet.f, packet.business_key)
        frozen = any(fnmatchcase(packet.f, one) for one in FROZEN)
        shift = 0
        if not frozen and streams.uniform(*address, "moves") < self.probability:
            shift = 1 if streams.uniform(*address, "went") < 0.5 else -1
        return Rewritten(request=partial(repaged, self.rows, shift))


def repaged(rows: int, shift: int, payload: bytes) -> bytes:
    """A request for at most so many rows; beyond the first page, for rows that moved by `shift`."""
    body = from_json(payload)
    asked = dict(body)
    for name in LIMITS:
        if name in body:
            asked[name] = _as(body[name], min(int(body[name]), rows))
    for name in OFFSETS:
        if name in body and int(body[name]) > 0:
            asked[name] = _as(body[name], int(body[name]) + shift)
    return payload if asked == body else bytes(to_json(asked))


def _as(like: Any, number: int) -> Any:
    """A number as path and query carry it, or as JSON does."""
    return str(number) if isinstance(like, str) else number
