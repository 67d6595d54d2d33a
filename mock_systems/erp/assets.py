"""Fixed assets (S01): in service at cost, written off in equal months."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Asset:
    """`months_taken` counts the months of depreciation that were posted."""

    number: str
    description: str
    business_unit: str
    cost_center: str
    in_service_date: str
    cost_minor: int
    life_months: int
    project: str = ""
    months_taken: int = 0

    @property
    def accumulated_minor(self) -> int:
        """By running total, so that the months add up to the cost."""
        return self.cost_minor * self.months_taken // self.life_months

    @property
    def next_month_minor(self) -> int:
        taken = min(self.months_taken + 1, self.life_months)
        return self.cost_minor * taken // self.life_months - self.accumulated_minor


@dataclass(slots=True)
class Assets:
    """Assets by number; the months that were depreciated already."""

    by_number: dict[str, Asset] = field(default_factory=dict)
    depreciated: set[tuple[str, str]] = field(default_factory=set)
    """(period, business unit)."""
