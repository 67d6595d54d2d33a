"""Lookup values of the procurement suite, which buyers pick from (P17)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.references import Reference
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import to_us_day
from integration_under_test.reference.releases.table import Table

LOOKUPS = Table(
    "mappings.lookup",
    {
        "ACCOUNT": "account",
        "COST_CENTER": "cost-center",
        "LOCATION": "location",
        "PROJECT": "project",
        "TAX_CODE": "tax-code",
    },
)
"""Kind of the ERP -> the list that buyers pick it from."""


def write(reference: Reference, context: Context) -> Body:
    return {
        "lookup": LOOKUPS[reference.kind],
        "code": reference.code,
        "name": reference.name,
        "active": reference.active,
        "ship-to": _ship_to(reference, context),
        **_usable_from(reference),
        "erp-version": reference.version,
    }


def _ship_to(reference: Reference, context: Context) -> str:
    """The delivery address of its facility, "" for what the whole group uses."""
    if not reference.facility:
        return ""
    return context.crosswalk.code_at("procurement", reference.facility)


def _usable_from(reference: Reference) -> Body:
    """The field is left out for what may be used at once."""
    return {"usable-from": to_us_day(reference.usable_from)} if reference.usable_from else {}
