"""A day's cut of the billing platform's charges (P19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.facts import Fact
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.notation import from_compact_day, to_compact_day


def ask(day: str) -> Body:
    return {"day": to_compact_day(day)}


def read(charge: Mapping[str, Any]) -> Iterator[Fact]:
    """Without the encounter: nobody's stay belongs into the warehouse."""
    yield Fact(
        facility=f"billing:{charge['facilityId']}",
        transaction=charge["chargeId"],
        period=from_compact_day(charge["serviceDate"])[:7],
        quantity=charge["quantity"],
        amount_minor=charge["amountCents"],
    )
