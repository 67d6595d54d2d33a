"""Accounting periods of the ERP, and the totals that its subledgers submit (P13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.periods import (
    PeriodStatus,
    SubledgerTotals,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import to_decimal


def read(data: Mapping[str, Any]) -> PeriodStatus:
    return PeriodStatus(data["PeriodName"], data["Status"], data["Version"])


def read_next_open_day(refusal: Any) -> str:
    """The day that a PERIOD_CLOSED refusal offers instead, "" if it offers none."""
    return str(refusal.get("NextOpenDate", "")) if isinstance(refusal, Mapping) else ""


def write_totals(totals: SubledgerTotals, context: Context) -> Body:
    return {
        **find_totals(totals, context),
        "LineCount": totals.line_count,
        "TotalQuantity": str(totals.quantity),
        "TotalAmount": to_decimal(totals.amount_minor, 2),
    }


def find_totals(totals: SubledgerTotals, context: Context) -> Body:
    return {
        "PeriodName": totals.period,
        "BusinessUnit": context.crosswalk.business_unit(totals.facility),
        "Subledger": totals.subledger,
    }
