"""What a stimulus makes of suppliers' deliveries as they are packed, in a way that lasts.

A delivery is asked for several times: when it leaves, when it arrives, when it is billed. What was
decided the first time holds, even if the fault has ended by then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sim.faults.reach import End, Reach
from sim.world.orders import OrderedLine, Shipment

Repack = Callable[[Shipment, OrderedLine], OrderedLine]
"""One line of a delivery as it will be packed; the same line if nothing is changed."""


class Packing:
    """Changes the deliveries that are packed while it is on."""

    def __init__(self, repack: Repack) -> None:
        self._repack = repack
        self._packed: dict[tuple[str, str, int], Shipment] = {}
        self._on = True

    def __call__(self, shipment: Shipment) -> Shipment:
        """As it was packed, or is packed now."""
        known = self._packed.get(shipment.address)
        if known is not None or not self._on:
            return known or shipment
        lines = tuple(self._repack(shipment, line) for line in shipment.lines)
        packed = shipment if lines == shipment.lines else replace(shipment, lines=lines)
        self._packed[shipment.address] = packed
        return packed

    def end(self) -> None:
        """Packs nothing more."""
        self._on = False


def packed_by(reach: Reach, repack: Repack) -> End:
    """Has deliveries packed so until what is returned is called."""
    packing = Packing(repack)
    reach.world.site.offers.packing.add(packing)
    return packing.end
