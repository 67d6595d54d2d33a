"""Items of the inventory application (P02)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.items import MasterItem
from integration_under_test.reference.mediation.context import Body, Context


def write(item: MasterItem, context: Context) -> Body:
    return {
        "erp_item_number": item.number,
        "description": item.description,
        "purchase_uom": item.purchase_unit,
        "factor": item.factor,
        "active": item.active,
        "erp_version": item.version,
    }
