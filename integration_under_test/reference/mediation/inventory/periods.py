"""Periods and totals of the inventory application (P13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.periods import (
    PeriodStatus,
    SubledgerTotals,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.releases.table import Table

STATUSES = Table(
    "mappings.inventory_period", {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}
)


def read_totals(data: Mapping[str, Any]) -> SubledgerTotals:
    """The stock ledger's totals are quantities: it knows no prices."""
    return SubledgerTotals(
        period=data["period"],
        facility=f"inventory:{data['facility']}",
        subledger="INVENTORY",
        line_count=data["usage_lines"],
        quantity=data["usage_qty"],
        amount_minor=0,
    )


def write(status: PeriodStatus, context: Context) -> Body:
    return {
        "period": status.period,
        "status": STATUSES[status.status],
        "erp_version": status.version,
    }
