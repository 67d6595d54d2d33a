"""F25: the first leg of a flow is posted, the second is refused for a while.

Stands for a module that is closed while the rest of the system works: usage is charged in billing,
but the ERP takes no cost; an order is there without its encumbrance, a receipt without accrual. A
5xx says nothing, a 4xx says no: both end with the window. A correct integration brings the second
leg through later, or has a person do so, and never makes the first one twice for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, ClassVar

from sim.cable import Answered, Fate, Packet
from sim.faults.fault import Fault
from sim.streams import Streams

REFUSAL = b'{"code": "POSTING_BLOCKED", "message": "an administrator blocked this posting"}'


@dataclass(frozen=True, kw_only=True)
class PartialPosting(Fault):
    """Refuses all calls of some operations (patterns) with a status; give it a window."""

    id: ClassVar[str] = "F25"
    title: ClassVar[str] = "partial posting"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"from_h": 9, "until_h": 11},
        "rough": {"from_h": 8, "until_h": 20, "status": 500},
        "harsh": {
            "operations": ("post_cost", "create_receipt"),
            "from_h": 17,
            "until_h": 30,
            "status": 422,
        },
    }

    hops: tuple[str, ...] = ("integration>erp",)
    operations: tuple[str, ...] = ("post_cost",)
    status: int = 503

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Refuses a call of those operations."""
        if packet.is_delivery or not any(fnmatchcase(packet.f, one) for one in self.operations):
            return None
        return Answered(self.status, payload=REFUSAL)
