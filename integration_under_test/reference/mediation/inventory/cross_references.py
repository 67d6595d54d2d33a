"""Substitutes of items in the inventory application (P12)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.substitutions import Substitution
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import local_day, to_compact_day

FACTOR_EA = 1
"""An each of the substitute does what an each of the ordered item does."""


def write(substitution: Substitution, context: Context) -> Body:
    crosswalk = context.crosswalk
    zone = crosswalk.facility(substitution.facility).time_zone
    return {
        "item_id": crosswalk.item(substitution.ordered).inventory_id,
        "substitute_item_id": crosswalk.item(substitution.substitute).inventory_id,
        "factor": FACTOR_EA,
        "supplier": substitution.supplier,
        "valid_from": to_compact_day(local_day(substitution.approved_at, zone)),
        "reference": substitution.reference,
    }
