"""The lot and expiry that a supplier prints on what it delivers.

The dock books what stands on the label; a shipping notice announces the same.
"""

from __future__ import annotations

from datetime import date, timedelta

from sim.streams import Streams
from sim.world.orders import OrderedLine, Shipment


def lot_of(shipment: Shipment, line: OrderedLine) -> str:
    """The lot of one line of a delivery."""
    order = shipment.order
    return f"L{order.supplier[-5:]}-{order.reference}-{shipment.n}-{line.line}"


def expiry_of(streams: Streams, shipment: Shipment, line: OrderedLine) -> date:
    """Half a year to two and a half after the delivery."""
    order = shipment.order
    days = streams.integer(180, 900, "lot.expiry", order.supplier, order.reference, line.line)
    return date.fromordinal(shipment.day) + timedelta(days=days)
