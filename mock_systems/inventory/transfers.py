"""A transfer in two steps: shipped, then received in one or several parts.

in_transit -> received, when everything arrived or was declared lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_systems.inventory.documents import Location, Shelf

IN_TRANSIT, RECEIVED = "in_transit", "received"


@dataclass(slots=True, eq=False)
class Transfer:
    """Goods of one lot from a shelf over a lane; `units` are the serials still on the way."""

    transfer_id: str
    lane: Shelf = field(repr=False)
    receiver: Location = field(repr=False)
    from_location: str
    lot: str
    qty: int
    units: list[str]
    received_qty: int = 0
    lost_qty: int = 0
    source_ref: str = ""
    """The line of the shipment that brought it from outside; then `from_location` is its sender."""

    @property
    def in_transit_qty(self) -> int:
        return self.qty - self.received_qty - self.lost_qty

    @property
    def status(self) -> str:
        return IN_TRANSIT if self.in_transit_qty else RECEIVED
