"""Totals that the inventory application submitted to the ERP for a period (P13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from integration_under_test.reference.mediation.context import Body

INVENTORY = "INVENTORY"


class Submitted(NamedTuple):
    """`unit` in the ERP's terms; usages and their EA."""

    unit: str
    subledger: str
    lines: int
    quantity_ea: int


def ask(period: str) -> Body:
    return {"PeriodName": period}


def read(row: Mapping[str, Any]) -> Submitted:
    return Submitted(
        row["BusinessUnit"], row["Subledger"], row["LineCount"], int(row["TotalQuantity"])
    )
