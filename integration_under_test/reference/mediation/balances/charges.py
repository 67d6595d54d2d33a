"""What the ERP posted of a period's patient charges, and what the billing platform charged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.erp.receivables import ENTRY_TYPES, REVERSALS
from integration_under_test.reference.mediation.notation import from_decimal, to_compact_day

Row = Mapping[str, Any]
CREDITED = "credited"
KIND = "charges"


def stands(charge: Row) -> bool:
    """False for a charge that was taken back."""
    return bool(charge["status"] != CREDITED)


def ask_roll(unit: str, period: str) -> Body:
    return {"BusinessUnit": unit, "PeriodName": period}


def posted_minor(roll: Row) -> Sequence[int]:
    """The period's charges, and what was taken back of them, in signed cents."""
    own = (ENTRY_TYPES[KIND], REVERSALS.get(KIND))
    return [from_decimal(line["Amount"], 2) for line in roll["Lines"] if line["EntryType"] in own]


def ask_summary(day: str, period: str, facility: str) -> Body:
    """The posting of one day's summary, by the number that the platform gives it."""
    return {"Reference": f"{to_compact_day(day)}/{period}/{facility}/{KIND}"}
