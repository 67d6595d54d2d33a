"""What the billing platform posts to the receivables (P10)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.receivables import Receivable
from integration_under_test.reference.mediation.notation import from_compact_day

PAYMENT = "payment"
OF_PATIENTS = "patient_payment:"


def comes_as_deposit(data: Mapping[str, Any]) -> bool:
    """Whether it is a payer's payment, of which the ledger learns by the bank."""
    return data["kind"] == PAYMENT and not data["source"].startswith(OF_PATIENTS)


def read(data: Mapping[str, Any]) -> Receivable:
    return Receivable(
        reference=data["reference"],
        kind=data["kind"],
        facility=f"billing:{data['facilityId']}",
        amount_minor=data["amountCents"],
        posted_on=_within(from_compact_day(data["postedOn"]), data["period"]),
    )


def _within(day: str, period: str) -> str:
    """The day itself, or the nearest one of the period (YYYY-MM) that the movement belongs to."""
    year, month = period.split("-")
    last = monthrange(int(year), int(month))[1]
    return min(max(day, f"{period}-01"), f"{period}-{last:02d}")
