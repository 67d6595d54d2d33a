"""Items of the item master."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MasterItem:
    """It is bought by the `purchase_unit` of `factor` EA at `list_price_minor`; one EA costs
    `cost_each_minor`. Items that were there from the first day may have no supplier."""

    number: str
    description: str
    active: bool
    version: int
    billable: bool
    purchase_unit: str
    factor: int
    cost_each_minor: int
    supplier: str
    list_price_minor: int
