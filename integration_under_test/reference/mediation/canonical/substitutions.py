"""Approved substitutes of ordered items."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Substitution:
    """`reference` names the decision; items by their ERP numbers; `approved_at` is UTC."""

    reference: str
    ordered: str
    substitute: str
    supplier: str
    facility: str
    approved_at: str
