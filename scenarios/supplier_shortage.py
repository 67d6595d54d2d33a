"""C03: a shortage of the supplies that are used most, from its first day until the backlog came.

Stands for the weeks after a plant is lost (intravenous fluids in October 2024, gloves in 2020): who
makes or distributes the family ships a share of each line, back-orders the rest or declines it, and
offers what stands in for it. Buyers approve substitutes, order elsewhere at other prices, expedite,
or wait; shelves run empty; then supply returns and all that waited arrives within days.

A weak integration books one receipt for a line, doubles a backlog that arrives in parts, keeps the
ERP committed to what was cancelled or cut, never tells stores and billing what stands in for what,
so that nurses find an empty shelf beside a full one. `loss` and `consistency` tell (P12, P05, P06),
`variance` by quantity with GRNI, and the world's notes: `stock_out`, `substituted`, `back_ordered`,
`expedited`, `days_of_cover` of each scarce item every morning.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from typing import Any

from sim.experiment.scenario import Scenario
from sim.world.shortage import restriction_from, watch
from sim.world.world import World

FROM_D, DAYS = 1.0, 14.0
"""When the shortage begins, how long it lasts; the backlog comes in the days after it."""


def run_short(world: World) -> Generator[Any, Any, None]:
    """Puts the critical family on allocation, then watches its shelves."""
    restriction = restriction_from(world.site, FROM_D, DAYS)
    world.site.supply.restrict(restriction)
    yield from watch(world, restriction)


SUPPLIER_SHORTAGE = Scenario(
    name="supplier_shortage",
    circumstance="C03",
    title="A shortage of critical supplies and its end",
    first_day=date(2026, 10, 5),
    days=26,
    parties=("edi_suppliers",),
    parameters={
        "allocation_share": 0.25,
        "back_order_rerouted_share": 0.3,
        "back_order_expedited_share": 0.15,
    },
    expects={"P04": 40, "P05": 100, "P06": 100, "P09": 500, "P12": 5},
    process=run_short,
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("supplier_shortage")
