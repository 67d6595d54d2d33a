"""Fixed assets, as their register puts them in service and writes them off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asset:
    """It was built by `project`, or bought if that is "". Business unit and cost center are named
    in the ERP's own codes."""

    number: str
    description: str
    business_unit: str
    cost_center: str
    in_service_on: str
    cost_minor: int
    life_months: int
    project: str


@dataclass(frozen=True, slots=True)
class Depreciation:
    """A month (YYYY-MM) of all assets of a business unit."""

    period: str
    business_unit: str
    posted_on: str
