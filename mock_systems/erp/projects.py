"""Projects (S01): what is being built, its cost so far, the asset that it became (P18)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mock_systems.erp.documents import Order, OrderLine

OPEN = "OPEN"
CLOSED = "CLOSED"
CAPITALISED = "CAPITALISED"


class ProjectCost(NamedTuple):
    """One posting to construction in progress."""

    document: str
    amount_minor: int


class ProjectLine(NamedTuple):
    """A line of a purchase order that builds the project."""

    order: Order
    line: OrderLine

    @property
    def is_done(self) -> bool:
        return self.line.is_settled and not self.line.encumbered_minor


@dataclass(slots=True)
class Project:
    """Its costs stand in construction in progress until it is capitalised, once."""

    number: str
    name: str
    business_unit: str
    cost_center: str
    status: str = OPEN
    version: int = 1
    effective_date: str = ""
    costs: list[ProjectCost] = field(default_factory=list)
    lines: list[ProjectLine] = field(default_factory=list)

    @property
    def cost_minor(self) -> int:
        return sum(cost.amount_minor for cost in self.costs)
