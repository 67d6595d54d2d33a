"""Accounting periods and their subledgers' totals."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeriodStatus:
    period: str
    status: str
    version: int


@dataclass(frozen=True, slots=True)
class SubledgerTotals:
    period: str
    facility: str
    subledger: str
    line_count: int
    quantity: int
    amount_minor: int
