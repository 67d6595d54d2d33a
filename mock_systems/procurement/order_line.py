"""What of an order line of the suite (S02) is settled, and what can still be cancelled.

Pure arithmetic over one line, so that a cancellation, a change, a shipment all count alike (RP7).
"""

from __future__ import annotations

from mock_systems.procurement.documents import OrderLine
from mock_systems.procurement.fulfilment import LineFulfilment


def committed(line: OrderLine) -> int:
    """The quantity that is received or on its way, which cannot be cancelled any more (RP7)."""
    shipped = line.fulfilment.shipped if line.fulfilment else 0
    return max(line.received, shipped)


def open_quantity(line: OrderLine) -> int:
    """The quantity that is neither received nor on its way."""
    return max(0, line.quantity - committed(line))


def open_minor(line: OrderLine) -> int:
    """The part of a line that can still be cancelled, in cents."""
    if line.kind == "service":
        return line.quantity * line.unit_price_minor - line.accepted_minor
    return open_quantity(line) * line.unit_price_minor


def is_open(line: OrderLine) -> bool:
    """Whether anything of a line can still be cancelled, even at no price."""
    return open_minor(line) > 0 if line.kind == "service" else open_quantity(line) > 0


def fulfilment_of(line: OrderLine) -> LineFulfilment:
    """What the supplier said of a line, made at its first word."""
    if line.fulfilment is None:
        line.fulfilment = LineFulfilment()
    return line.fulfilment
