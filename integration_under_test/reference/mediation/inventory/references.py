"""Cost centers and stock rooms of the inventory application (P17)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.references import Reference
from integration_under_test.reference.mediation.context import Body, Context


def write_cost_center(reference: Reference, context: Context) -> Body:
    return {"cost_center": reference.code, **_common(reference, context)}


def write_stock_room(reference: Reference, context: Context) -> Body:
    return {
        "location": reference.code,
        "cost_center": reference.cost_center,
        **_common(reference, context),
    }


def _common(reference: Reference, context: Context) -> Body:
    return {
        "name": reference.name,
        "facility": context.crosswalk.code_at("inventory", reference.facility),
        "active": reference.active,
        "erp_version": reference.version,
    }
