"""F18: the schema stays, the meaning changes: another unit, the opposite sign, gross for net.

Stands for the release note that nobody read. Every value is well-formed, so nothing fails: only
control totals, reconciliation with a second source, or the look of the distribution can tell. **No
integration can be right about values while it lasts**: the oracle knows the source's truth, and
calls what is posted meanwhile a variance of amount or quantity. Such a run fails for everybody, by
variance and the conditions that compare books; it asks how soon that is noticed, not whether it
passes. What a target refuses because of its value is lost, and must be visible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from sim.cable import Fate, Packet, Rewritten
from sim.faults.drift import Drift, Grossed, Scaled, drifted
from sim.faults.fault import Fault
from sim.streams import Streams

PACK = 10
TAX_PERCENT = 8
_UNIT = (Scaled("qty", PACK), Scaled("qty_each", PACK))
_SIGN = (Scaled("qty", -1), Scaled("qty_each", -1))
_GROSS = (Grossed("total", TAX_PERCENT), Grossed("unit-price", TAX_PERCENT))

MEANINGS: Mapping[str, tuple[Drift, ...]] = {
    "unit": _UNIT,
    "sign": _SIGN,
    "gross": _GROSS,
    "all": (*_UNIT, *_GROSS),
}
"""What a release changed in the meaning of fields: quantities in packs of ten for pieces, the
opposite sign, prices with sales tax."""


@dataclass(frozen=True, kw_only=True)
class SemanticDrift(Fault):
    """Rewrites values of events and of answers to reads by a change of meaning (see MEANINGS)."""

    id: ClassVar[str] = "F18"
    title: ClassVar[str] = "silent semantic drift"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"meaning": "unit", "from_h": 9, "until_h": 11},
        "rough": {"meaning": "gross", "from_h": 8, "until_h": 14},
        "harsh": {"meaning": "all", "from_h": 6, "until_h": 30},
    }

    hops: tuple[str, ...] = (
        *("inventory>integration", "integration>inventory"),
        *("procurement>integration", "integration>procurement"),
    )
    meaning: str = "unit"

    misleads: ClassVar[bool] = True
    """No integration can get the values right."""

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Rewrites the values of an event or an answer."""
        change = partial(drifted, MEANINGS[self.meaning])
        if packet.is_event:
            return Rewritten(request=change)
        return None if packet.is_delivery else Rewritten(answer=change)
