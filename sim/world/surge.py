"""A surge of demand over weeks, as in a respiratory season: more of what happens anyhow.

It rises over a third of its days, holds for a third, then falls. What comes beside the usual has
rhythms and draws of its own, so that the usual is the same with it or without. Off by default:
`surge_days` is 0. How strong it is at its height, `influenza_surge` with `stock_use_shock` say.

    surge = Surge(site)
    if surge.is_on:
        env.process(surge.repeat(agenda, rhythm, act))     # thinned by surge.height(t_s)
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

import simpy

from sim.world.agenda import Agenda
from sim.world.builders.encounters import arrivals_per_day
from sim.world.calendar import DAY_S
from sim.world.entities import Facility, Shelf
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site

EXTRA_FROM = 10_000_000
"""Acts beside the usual ones are numbered from here: the address of their draws."""


class Surge:
    """The surge of a run, read from the calibration."""

    def __init__(self, site: Site) -> None:
        parameters = site.parameters
        self._site = site
        self._first_s = parameters["surge_first_d"] * DAY_S
        self._length_s = parameters["surge_days"] * DAY_S
        self._more_visits = parameters["influenza_surge"] - 1.0
        self._admitted_share = parameters["surge_admitted_share"]

    @property
    def is_on(self) -> bool:
        return self._length_s > 0

    def height(self, t_s: float) -> float:
        """From 0 to 1 at an instant."""
        if not self.is_on:
            return 0.0
        done = (t_s - self._first_s) / self._length_s
        return min(1.0, max(0.0, 3.0 * min(done, 1.0 - done)))

    def more_arrivals(self, facility: Facility, kind: str) -> float:
        """Arrivals of a class beside the usual ones at the height, as a share of the usual: visits,
        with those of them who are admitted."""
        if kind == "E":
            return self._more_visits
        if kind != "I":
            return 0.0
        visits, stays = (arrivals_per_day(self._site.parameters, facility, k) for k in ("E", "I"))
        return self._more_visits * self._admitted_share * visits / stays

    def late_factor(self, t_s: float) -> float:
        """How much more often nurses note a usage hours later."""
        return 1.0 + (self._site.parameters["surge_late_bookings"] - 1.0) * self.height(t_s)

    def family(self, shelves: Sequence[Shelf]) -> list[Shelf]:
        """What respiratory patients need, of a store: a share of what it keeps."""
        count = max(1, round(self._site.parameters["surge_family_share"] * len(shelves)))
        return sorted(shelves, key=lambda shelf: (-shelf.daily_use, shelf.item))[:count]

    def repeat(
        self, agenda: Agenda, rhythm: Rhythm, act: Callable[[int], None]
    ) -> Generator[simpy.Event, None, None]:
        """Calls `act` at the rhythm's instants, the more of them the higher the surge."""

        def thinned(n: int) -> None:
            height = self.height(agenda.now_s)
            if self._site.streams.bernoulli(height, f"{rhythm.purpose}.height", rhythm.entity, n):
                act(EXTRA_FROM + n)

        return repeat(self._site, agenda, rhythm, thinned)
