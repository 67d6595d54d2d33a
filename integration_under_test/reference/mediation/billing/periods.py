"""Periods and totals of the billing platform (P13)."""

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
    "mappings.billing_period", {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}
)


def read_totals(data: Mapping[str, Any]) -> SubledgerTotals:
    return SubledgerTotals(
        period=data["period"],
        facility=f"billing:{data['facilityId']}",
        subledger="BILLING",
        line_count=data["chargeCount"],
        quantity=data["chargeCount"],
        amount_minor=data["chargeAmountCents"],
    )


def write(status: PeriodStatus, context: Context) -> Body:
    return {
        "period": status.period,
        "status": STATUSES[status.status],
        "erpVersion": status.version,
    }
