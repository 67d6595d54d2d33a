"""Monthly budgets of the cost centres.

Most have ample headroom; a few are so tight that budget checks fail, because an integration must
carry a refusal back as faithfully as a consent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sim.world.builders.facilities import DAYS_PER_MONTH
from sim.world.builders.pricing import Market
from sim.world.calibration import Parameters
from sim.world.entities import Department, Item, Shelf


def build_budgets(
    departments: Sequence[Department],
    shelves: Sequence[Shelf],
    items: Mapping[str, Item],
    market: Market,
) -> dict[str, int]:
    """Cost centre -> cents a month."""
    parameters = market.parameters
    expected = _expected_spend(departments, shelves, items, market)
    tight = _tight(departments, parameters)
    return {
        department.cost_center: max(
            100_000,
            round(
                expected[department.location]
                * parameters[
                    "tight_budget_headroom"
                    if department.cost_center in tight
                    else "budget_headroom"
                ]
            ),
        )
        for department in departments
    }


def _tight(departments: Sequence[Department], parameters: Parameters) -> frozenset[str]:
    """Only central stores: their requisitions are wishes, not the stock that patients need."""
    count = round(len(departments) * parameters["tight_cost_center_share"] + 0.5)
    stores = sorted(d.cost_center for d in departments if d.kind == "store")
    wanted = count if parameters["tight_cost_center_share"] > 0 else 0
    return frozenset(stores[:wanted])


def _expected_spend(
    departments: Sequence[Department],
    shelves: Sequence[Shelf],
    items: Mapping[str, Item],
    market: Market,
) -> dict[str, float]:
    parameters = market.parameters
    expected: dict[str, float] = defaultdict(float)
    for shelf in shelves:
        cost = items[shelf.item].standard_cost_minor
        expected[shelf.location] += shelf.daily_use * cost * DAYS_PER_MONTH
    share = 1 - parameters["implant_spend_share"] - parameters["stock_spend_share"]
    adhoc = market.spend_per_day_minor * DAYS_PER_MONTH * share
    weights = sum(department.adhoc_weight for department in departments)
    for department in departments:
        expected[department.location] += adhoc * department.adhoc_weight / weights
    return expected
