"""Charge codes of substitutes in the billing platform (P12)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.substitutions import Substitution
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import local_day, to_compact_day


def write(substitution: Substitution, context: Context) -> Body | None:
    """None unless both are charged on their own, under codes that differ."""
    crosswalk = context.crosswalk
    ordered = crosswalk.charge_code(substitution.ordered)
    substitute = crosswalk.charge_code(substitution.substitute)
    if not ordered or not substitute or ordered == substitute:
        return None
    zone = crosswalk.facility(substitution.facility).time_zone
    return {
        "chargeCode": ordered,
        "substituteChargeCode": substitute,
        "effectiveOn": to_compact_day(local_day(substitution.approved_at, zone)),
        "sourceReference": substitution.reference,
    }
