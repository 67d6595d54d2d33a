"""Totals that the subledgers submitted to the ERP for a period (P13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.notation import from_decimal

INVENTORY, BILLING = "INVENTORY", "BILLING"


class Submitted(NamedTuple):
    """`unit` in the ERP's terms. Of the inventory application usages and their EA; of the billing
    platform charges and their sum."""

    unit: str
    subledger: str
    lines: int
    quantity_ea: int
    amount_minor: int


def ask(period: str) -> Body:
    return {"PeriodName": period}


def read(row: Mapping[str, Any]) -> Submitted:
    return Submitted(
        row["BusinessUnit"],
        row["Subledger"],
        row["LineCount"],
        int(row["TotalQuantity"]),
        from_decimal(row["TotalAmount"], 2),
    )
