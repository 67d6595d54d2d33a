"""F17: after a vendor's release, the answers and events of one system have another schema.

Stands for the quarterly update that nobody can refuse: a field is added, renamed, turned into an
object, gets a value that nobody was told of. What only added can be tolerated. What broke cannot
be read: a correct integration keeps it as an exception with an owner. The vendor takes the release
back, and by the window's end has delivered again, under the same ids, what it had sent in the new
form; a correct integration takes that then. So nothing is lost, and nothing made twice of what
could be read after all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from sim.cable import Fate, Packet, Rewritten
from sim.faults.drift import Added, Drift, NewValue, Renamed, Retyped, drifted
from sim.faults.fault import FOREVER_H, Fault
from sim.streams import Streams

HOUR_S = 3600.0

RELEASES: Mapping[str, tuple[Drift, ...]] = {
    "additive": (Added("schema_revision", 2),),
    "retyped": (
        Added("schema_revision", 3),
        *(Retyped(name) for name in ("qty", "qty_each", "performed_at", "received_at", "Amount")),
        *(Retyped(name) for name in ("total", "quantity", "unitPrice")),
    ),
    "reworked": (
        Renamed("usage_id", "usage_number"),
        Renamed("receipt_no", "receipt_number"),
        Renamed("qty", "quantity"),
        Renamed("qty_each", "quantity"),
        Renamed("po-number", "order-number"),
        Renamed("InvoiceNumber", "InvoiceNum"),
        Retyped("erp_item_number"),
        NewValue("uom", "PACK"),
        Added("schema_revision", 4),
    ),
}
"""Release -> its drifts; they name fields of several systems, and act where those occur."""


@dataclass(frozen=True, kw_only=True)
class SchemaDrift(Fault):
    """Rewrites what comes from one system by the drifts of a release (see RELEASES). A breaking one
    needs a window, of which the last `catch_up_s` belong to the events that come again."""

    id: ClassVar[str] = "F17"
    title: ClassVar[str] = "schema drift"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"release": "additive", "from_h": 6},
        "rough": {"release": "retyped", "from_h": 9, "until_h": 15},
        "harsh": {"release": "reworked", "from_h": 6, "until_h": 22},
    }

    hops: tuple[str, ...] = ("inventory>integration", "integration>inventory")
    release: str = "additive"
    catch_up_s: float = 1800.0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Rewrites an event, or the answer to a call."""
        back_s = self.until_h * HOUR_S - self.catch_up_s
        if packet.t_s >= back_s:
            return None
        change = partial(drifted, RELEASES[self.release])
        if not packet.is_delivery:
            return Rewritten(answer=change)
        if not packet.is_event:
            return None
        if self.until_h == FOREVER_H:
            return Rewritten(request=change)
        spread_s = self.draw(streams, packet, "catch_up") * self.catch_up_s
        return Rewritten(request=change, mended_after_s=round(back_s - packet.t_s + spread_s, 3))
