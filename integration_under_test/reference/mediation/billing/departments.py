"""Departments of the billing platform, which are the ERP's cost centers (P17)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.references import Reference
from integration_under_test.reference.mediation.context import Body, Context


def write(reference: Reference, context: Context) -> Body:
    return {
        "departmentCode": reference.code,
        "name": reference.name,
        "facilityId": int(context.crosswalk.code_at("billing", reference.facility)),
        "active": reference.active,
        "erpVersion": reference.version,
    }
