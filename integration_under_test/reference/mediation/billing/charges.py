"""Charges of the billing platform (P09)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.usages import Usage
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_compact_day


def write(usage: Usage, context: Context) -> Body | None:
    """None for an item that is not billed on its own."""
    code = context.crosswalk.charge_code(usage.item)
    if not code:
        return None
    return {
        "sourceReference": usage.number,
        "encounterId": usage.encounter,
        "chargeCode": code,
        "quantity": usage.quantity_ea,
        "serviceDate": to_compact_day(context.posting_on),
        "departmentCode": context.crosswalk.cost_center(usage.location),
        **({"lot": usage.lot} if usage.lot else {}),
    }


def find(usage: Usage, context: Context) -> Body:
    return {"sourceReference": usage.number}


def posting_day(usage: Usage, crosswalk: Crosswalk) -> str:
    """The facility's own day of the usage."""
    return usage.performed_on
