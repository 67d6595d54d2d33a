"""C15: a maker recalls a lot of implants, another one days later two lots of common supplies.

Stands for a class I recall: the notice service drops a file, sends it again when nobody answers,
names lots that this group never had beside those that lie on its shelves. In every hospital what
is left of the lot must be set aside before it is used on one more patient; who got it must be known
by name of the encounter; the maker wants to hear what was found, and never of whom.

A weak integration does not read the file, recalls in one hospital alone, sets aside twice, forgets
usages, or tells the maker of patients: `loss`, `duplicates` and `variance` tell (P06), the world's
note `recalled_lot_used`, `lineage_completeness`, and latency from the notice to the shelf.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from typing import Any

from sim.experiment.scenario import Scenario
from sim.world.calendar import HOME_ZONE
from sim.world.offers import LotRecall, RecalledLot
from sim.world.recall import LotWatch
from sim.world.world import World

GRAVE, MILD = (date(2026, 4, 16), 9.0), (date(2026, 4, 20), 15.0)
"""Day and local hour of each notice."""


def recall(world: World) -> Generator[Any, Any, None]:
    """Has the worst lots recalled when their day has come."""
    site, watch = world.site, LotWatch(world.site)
    world.watchers.append(watch.hear)
    for n, (day, hour) in enumerate((GRAVE, MILD), start=1):
        yield world.agenda.until(site.calendar.at(day, hour, HOME_ZONE))
        held = [watch.worst(implant=n == 1) for _ in range(n)]
        never = RecalledLot(held[0].item, f"NEVER-{n}", held=False)
        reason = ("fractures under load", "seal may leak")[n - 1]
        site.offers.recalls(LotRecall(f"Z-04{n}-2026", n, reason, (*held, never)))


LOT_RECALL = Scenario(
    name="lot_recall",
    circumstance="C15",
    title="Implants traced and lots recalled",
    first_day=date(2026, 4, 13),
    days=10,
    parties=("recalls",),
    parameters={"production_lot_d": 30.0},
    expects={"P04": 20, "P06": 50, "P09": 300},
    process=recall,
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("lot_recall")
