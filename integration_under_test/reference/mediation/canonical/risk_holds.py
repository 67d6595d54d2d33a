"""Holds on suppliers for their risk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RiskHold:
    """`supplier` is the ERP's number, "" where the risk service was never told it."""

    reference: str
    supplier: str
    tax_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class RiskRelease:
    reference: str
    reason: str
