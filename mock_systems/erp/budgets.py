"""Budgets by cost center and period (S01): imported in versions, moved by transfers (S21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mock_systems.erp.documents import CostCenter


class BudgetTransfer(NamedTuple):
    """Money moved from one department to another within a period."""

    number: str
    reference: str
    period: str
    source: str
    target: str
    amount_minor: int


class LoadedBudget(NamedTuple):
    """The last version of a budget's file; `amounts` by cost center with period."""

    version: int
    control_minor: int
    amounts: Mapping[tuple[str, str], int]


@dataclass(slots=True)
class Budgets:
    """Transfers stay apart from the imported amounts, so that a new version keeps them."""

    versions: dict[str, int] = field(default_factory=dict)
    loaded: dict[str, LoadedBudget] = field(default_factory=dict)
    imported: dict[tuple[str, str], int] = field(default_factory=dict)
    """(cost center, period) -> cents; without one the cost center's own budget counts."""
    moved: dict[tuple[str, str], int] = field(default_factory=dict)
    transfers: int = 0
    by_reference: dict[str, tuple[BudgetTransfer, ...]] = field(default_factory=dict)

    def granted_minor(self, cost_center: CostCenter, period: str) -> int:
        key = (cost_center.code, period)
        return self.imported.get(key, cost_center.budget_minor) + self.moved.get(key, 0)

    def move(self, transfer: BudgetTransfer) -> None:
        self.transfers += 1
        same = self.by_reference.get(transfer.reference, ())
        self.by_reference[transfer.reference] = (*same, transfer)
        for center, minor in (
            (transfer.source, -transfer.amount_minor),
            (transfer.target, transfer.amount_minor),
        ):
            key = (center, transfer.period)
            self.moved[key] = self.moved.get(key, 0) + minor
