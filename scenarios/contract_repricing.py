"""C05: the repricing wave of 1 January, from the last Monday of the year into the first week.

Stands for the turn of the contract year: most agreements get new prices on 1 January, signed in the
last days of December; a share is late, loaded in January for a day that has passed. Two time zones:
the new prices hold an hour earlier in the east.

A weak integration loads half a version, overwrites a newer one when it retries, or lets charges
wait: `loss`, `variance`, `staleness` tell (P03), with `contract_activation`, latency of P09 and,
what orders cost too much or too little meanwhile, `price_exposure`.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from typing import Any

from sim.experiment.scenario import Scenario
from sim.world.calendar import HOME_ZONE, HOUR_S, OPENS_H
from sim.world.site import Site
from sim.world.world import World

NEW_YEAR = date(2027, 1, 1)
WAVE, LATE = (date(2026, 12, 28), 36 * HOUR_S), (date(2027, 1, 4), 27 * HOUR_S)
"""First day, office hours in seconds over which contracts are amended."""


def reprice(world: World) -> Generator[Any, Any, None]:
    """Plans the amendment of each contract that is repriced, then leaves it to the desk."""
    site, desk = world.site, world.contracts_desk
    yield world.agenda.until(site.calendar.at(WAVE[0], OPENS_H, HOME_ZONE))
    for n, contract in enumerate(site.enterprise.contracts):
        if _happens(site, "contract_repriced_share", n):
            world.agenda.at(_amended_s(site, n), desk.reprice, contract, n, NEW_YEAR)


def _happens(site: Site, share: str, n: int) -> bool:
    return site.streams.bernoulli(site.parameters[share], "wave", share, n)


def _amended_s(site: Site, n: int) -> float:
    """An instant in office hours, the later the likelier."""
    day, hours_s = LATE if _happens(site, "contract_changes_late_share", n) else WAVE
    work_s = site.streams.uniform("wave.at", "group", n) ** 0.5 * hours_s
    opens_s = site.calendar.at(day, OPENS_H, HOME_ZONE)
    return site.calendar.after_office_s(opens_s, work_s, HOME_ZONE)


CONTRACT_REPRICING = Scenario(
    name="contract_repricing",
    circumstance="C05",
    title="The repricing wave of 1 January",
    first_day=date(2026, 12, 28),
    days=10,
    expects={"P01": 5, "P03": 500, "P04": 40, "P06": 100, "P07": 30, "P09": 500},
    process=reprice,
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("contract_repricing")
