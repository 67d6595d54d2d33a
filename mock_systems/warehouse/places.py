"""Which hospital the warehouse's documents belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mock_systems.service.members import text_id
from mock_systems.warehouse.documents import Documents


def places_of(documents: Documents, members: Mapping[str, Any]) -> Iterator[str]:
    """GLNs of the docks for which pick orders and shipments are."""
    shipment = documents.shipments.get(text_id(members, "SHIPMENT"))
    number = shipment.pick_order if shipment else text_id(members, "PICK_ORDER")
    if (order := documents.pick_orders.get(number)) is not None:
        yield order.ship_to
