"""Charge codes of supplies in the billing platform (P02)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.items import MasterItem
from integration_under_test.reference.mediation.context import Body, Context


def write(item: MasterItem, context: Context) -> Body:
    """The cost is that of a purchase unit; the platform bills eaches by the factor."""
    return {
        "supplyItem": item.number,
        "description": item.description,
        "costCents": item.cost_each_minor * item.factor,
        "purchaseUnit": item.purchase_unit,
        "eachesPerUnit": item.factor,
        "active": item.active,
        "itemVersion": item.version,
    }
