"""Demand that comes by chance over the hours of a week.

A non-homogeneous Poisson process by inversion: each gap is drawn by its own number, so that one
rhythm's draws do not depend on any other's.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

import simpy

from sim.world.agenda import Agenda
from sim.world.calendar import HOUR_S
from sim.world.profiles import HourProfile
from sim.world.site import Site


@dataclass(frozen=True)
class Rhythm:
    """How often something happens at a place, and by which address its gaps are drawn."""

    purpose: str
    entity: str
    zone: str
    profile: HourProfile
    per_day: float
    from_s: float = 0.0
    """Seconds after the start of the run before which nothing happens there."""


def repeat(
    site: Site, agenda: Agenda, rhythm: Rhythm, act: Callable[[int], None]
) -> Generator[simpy.Event, None, None]:
    """Calls `act(n)` for n = 0, 1, 2, ... at the rhythm's instants until demand stops.

    The first gap counts from the start of the rhythm, however long the integration took to start:
    every integration meets the same instants.
    """
    if rhythm.per_day <= 0:
        return
    mean_h = 24.0 / rhythm.per_day
    n = 0
    t_s = rhythm.from_s
    while True:
        amount_h = site.streams.exponential(mean_h, rhythm.purpose, rhythm.entity, "gap", n)
        start_h = site.calendar.hour_of_week(t_s, rhythm.zone)
        t_s += rhythm.profile.hours_until(start_h, amount_h) * HOUR_S
        if not agenda.demand_open(t_s):
            return
        yield agenda.until(t_s)
        if not agenda.demand_open(agenda.now_s):
            return
        if _kept(site, rhythm, n):
            act(n)
        n += 1


def _kept(site: Site, rhythm: Rhythm, n: int) -> bool:
    """Whether thinned demand still has this one: what a smaller share keeps, a larger one does."""
    share = site.parameters["demand_share"]
    return share >= 1.0 or site.streams.uniform("kept", rhythm.purpose, rhythm.entity, n) < share
