"""The lot and expiry that a supplier prints on what it delivers.

The dock books what stands on the label; a shipping notice announces the same. Every delivery line
is a lot of its own, unless the manufacturer's lots are modelled (`production_lot_d`): then all that
is delivered of an item within so many days is one lot, wherever it goes.
"""

from __future__ import annotations

from datetime import date, timedelta

from sim.streams import Streams
from sim.world.orders import OrderedLine, Shipment


def lot_of(shipment: Shipment, line: OrderedLine, production_d: float = 0.0) -> str:
    """The lot of one line of a delivery."""
    if production_d > 0:
        return f"B{line.item[-6:]}-{_run(shipment, production_d)}"
    order = shipment.order
    return f"L{order.supplier[-5:]}-{order.reference}-{shipment.n}-{line.line}"


def expiry_of(
    streams: Streams, shipment: Shipment, line: OrderedLine, production_d: float = 0.0
) -> date:
    """Half a year to two and a half after the delivery, or after the first of its lot."""
    if production_d > 0:
        run = _run(shipment, production_d)
        days = streams.integer(180, 900, "lot.expiry", line.item, run)
        return date.fromordinal(int(run * production_d) + days)
    order = shipment.order
    days = streams.integer(180, 900, "lot.expiry", order.supplier, order.reference, line.line)
    return date.fromordinal(shipment.day) + timedelta(days=days)


def _run(shipment: Shipment, production_d: float) -> int:
    """The production run that a delivery comes from."""
    return int(shipment.day // production_d)
