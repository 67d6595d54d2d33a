"""Periods of the procurement suite (P13)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.periods import PeriodStatus
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.releases.table import Table

STATUSES = Table(
    "mappings.procurement_period", {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}
)


def write(status: PeriodStatus, context: Context) -> Body:
    return {
        "period": status.period,
        "status": STATUSES[status.status],
        "erp-version": status.version,
    }


def find(status: PeriodStatus, context: Context) -> Body:
    return {"period": status.period}
