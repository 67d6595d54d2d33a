"""A day's cut of the inventory application's usages (P19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.facts import Fact
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.notation import from_compact_day, to_compact_day


def ask(day: str) -> Body:
    return {"day": to_compact_day(day)}


def read(usage: Mapping[str, Any]) -> Iterator[Fact]:
    yield Fact(
        facility=f"inventory:{usage['facility']}",
        transaction=usage["usage_id"],
        period=from_compact_day(usage["performed_at"])[:7],
        item=usage["erp_item_number"],
        quantity=usage["qty"],
    )


def number_of(usage: Mapping[str, Any]) -> str:
    return str(usage["usage_id"])
