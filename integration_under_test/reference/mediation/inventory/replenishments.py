"""Replenishments of the inventory application (P11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.replenishments import (
    Arrival,
    Proposal,
    ProposedLine,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    code,
    from_compact_day,
    to_compact_day,
)

EMERGENCY = "emergency"
WAREHOUSE = "warehouse"


def is_for_warehouse(data: Mapping[str, Any]) -> bool:
    """Whether a proposal asks the central warehouse, and not a supplier."""
    return bool(data["source"] == WAREHOUSE)


def read(data: Mapping[str, Any], proposed_at: str) -> Proposal:
    """A proposal is for one store, so that of its first line counts."""
    days = [line["needed_on"] for line in data["lines"] if line["needed_on"]]
    return Proposal(
        number=data["replenishment_id"],
        facility=f"inventory:{data['facility']}",
        location=data["lines"][0]["location"],
        urgent=data["reason"] == EMERGENCY,
        proposed_at=proposed_at,
        needed_on=from_compact_day(min(days, default="")),
        lines=tuple(_line(line) for line in data["lines"]),
    )


def _line(line: Mapping[str, Any]) -> ProposedLine:
    return ProposedLine(
        line=line["line_no"],
        item=code(line["erp_item_number"]),
        quantity_ea=line["wanted_qty"],
        quantity=line["qty_purchase"],
        unit=line["purchase_uom"],
    )


def write_arrival(document: object, context: Context) -> Body | None:
    """None for an order that came of no proposal; `consulted` is its Arrival."""
    arrival: Arrival | None = context.consulted
    if arrival is None:
        return None
    return {
        "replenishment_id": arrival.replenishment,
        "requisition": arrival.requisition,
        "order": arrival.order,
        "expected_on": to_compact_day(arrival.expected_on),
    }
