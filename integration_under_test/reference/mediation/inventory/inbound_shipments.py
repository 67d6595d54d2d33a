"""Goods that the inventory application sees coming from outside (P11)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.warehouse import InboundLine
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import to_compact_day

ORIGIN = "WAREHOUSE"


def write(line: InboundLine, context: Context) -> Body:
    return {
        "source_ref": line.reference,
        "origin": ORIGIN,
        "to_location": line.to_location,
        "item_id": context.crosswalk.item(line.item).inventory_id,
        "qty": line.quantity_ea,
        "lot": line.lot,
        "expiry": to_compact_day(line.expires_on),
    }


def find(line: InboundLine, context: Context) -> Body:
    return {"source_ref": line.reference}
