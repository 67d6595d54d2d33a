"""Costs of usages in the ERP (P09)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.usages import Usage
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk


def write(usage: Usage, context: Context) -> Body:
    return {
        "Reference": usage.number,
        "BusinessUnit": context.crosswalk.business_unit(usage.facility),
        "CostCenter": context.crosswalk.cost_center(usage.location),
        "ItemNumber": usage.item,
        "Quantity": str(usage.quantity_ea),
        "AccountingDate": context.posting_on,
    }


def find(usage: Usage, context: Context) -> Body:
    return {"Reference": usage.number}


def posting_day(usage: Usage, crosswalk: Crosswalk) -> str:
    """The facility's own day of the usage."""
    return usage.performed_on
