"""Usages of the inventory application (P09)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.usages import Usage
from integration_under_test.reference.mediation.notation import code, from_compact_day


def read(data: Mapping[str, Any]) -> Usage:
    return Usage(
        number=data["usage_id"],
        facility=f"inventory:{data['facility']}",
        location=data["location"],
        item=code(data["erp_item_number"]),
        quantity_ea=data["qty"],
        lot=data["lot"],
        encounter=data["encounter_id"],
        performed_on=from_compact_day(data["performed_at"]),
    )
