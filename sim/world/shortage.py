"""A product family that runs short: which items it has, and how the group watches their shelves.

The supply desk looks at every shelf of the family each morning. What it writes down are world
notes: `shortage_began`, `days_of_cover` of each item over the whole group, `shortage_ended`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence

import simpy

from sim.world.calendar import DAY_S, HOME_ZONE
from sim.world.entities import Item, Shelf
from sim.world.site import Site
from sim.world.supply import Restriction
from sim.world.world import World

ACTOR = "supply-desk"
_LOOKS_AT_H = 6.0
_LEAST_ITEMS = 3


def critical_family(site: Site) -> tuple[str, ...]:
    """What the group uses most of the stock that distributors bring, across its hospitals: one
    product family stands for what one plant makes and several distributors sell. Of what comes
    every day shelves hold a few days' use."""
    used: dict[str, float] = defaultdict(float)
    for shelf in site.enterprise.shelves:
        supplier = site.enterprise.item(shelf.item).supplier
        if site.enterprise.supplier(supplier).distributor:
            used[shelf.item] += shelf.daily_use
    count = max(_LEAST_ITEMS, round(site.parameters["shortage_family_share"] * len(used)))
    ranked = sorted(used, key=lambda item: (-used[item], item))
    return tuple(sorted(ranked[:count]))


def restriction_from(site: Site, from_d: float, days: float) -> Restriction:
    """The shortage of the critical family as the calibration has it, from a day of the run on."""
    return Restriction(
        items=frozenset(critical_family(site)),
        share=site.parameters["allocation_share"],
        from_s=from_d * DAY_S,
        until_s=(from_d + days) * DAY_S,
        recovery_d=site.parameters["shortage_recovery_d"],
    )


def watch(world: World, restriction: Restriction) -> Generator[simpy.Event, None, None]:
    """Looks at the shelves every morning from the first day of the shortage on."""
    site, agenda = world.site, world.agenda
    items = tuple(site.enterprise.item(number) for number in sorted(restriction.items))
    yield agenda.until(restriction.from_s)
    told = f"{len(items)} items at {restriction.share:.0%} of each line"
    site.note("shortage_began", ACTOR, "/".join(sorted(restriction.items)), told)
    ended = False
    while agenda.demand_open(at_s := _next_morning_s(site, agenda.now_s)):
        if not ended and at_s >= restriction.until_s:
            yield agenda.until(restriction.until_s)
            site.note("shortage_ended", ACTOR, "/".join(sorted(restriction.items)))
            ended = True
        yield agenda.until(at_s)
        for item in items:
            site.note("days_of_cover", ACTOR, item.erp_number, _days_of_cover(site, item))


def _next_morning_s(site: Site, now_s: float) -> float:
    day = site.calendar.day(now_s + DAY_S, HOME_ZONE)
    return site.calendar.at(day, _LOOKS_AT_H, HOME_ZONE)


def _days_of_cover(site: Site, item: Item) -> str:
    """How long what all stores hold lasts at the usual use."""
    shelves = [shelf for shelf in site.enterprise.shelves if shelf.item == item.erp_number]
    on_hand = sum(_on_hand(site, shelf, item) for shelf in shelves)
    return f"{on_hand / _usual(shelves):.2f}"


def _usual(shelves: Sequence[Shelf]) -> float:
    return sum(shelf.daily_use for shelf in shelves)


def _on_hand(site: Site, shelf: Shelf, item: Item) -> int:
    body = {"location": shelf.location, "item_id": item.inventory_id}
    return int(site.desk.do("inventory", "get_stock", body, ACTOR)["on_hand"])
