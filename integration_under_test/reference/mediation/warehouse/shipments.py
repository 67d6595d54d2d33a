"""Shipments of the warehouse (P11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.warehouse import InboundLine
from integration_under_test.reference.mediation.notation import from_ordinal_day


def read(data: Mapping[str, Any]) -> tuple[InboundLine, ...]:
    """One line for each lot of each item."""
    return tuple(_line(data, line) for line in data["LINES"])


def _line(shipment: Mapping[str, Any], line: Mapping[str, Any]) -> InboundLine:
    return InboundLine(
        shipment=shipment["SHIPMENT"],
        line=line["LINE"],
        to_location=shipment["DELIVER_TO"],
        item=line["PART_NO"],
        quantity_ea=line["QTY"],
        lot=line["LOT"],
        expires_on=from_ordinal_day(line["EXPIRES_ON"]),
    )
