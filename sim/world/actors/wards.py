"""Nurses on a ward or in an emergency department who take supplies for their patients (P09).

In a surge they take more of everything for more patients, much more of what those need.
"""

from __future__ import annotations

from dataclasses import replace

from sim.streams import cumulative
from sim.world.agenda import Agenda
from sim.world.census import Census
from sim.world.consumption import PatientMix, PointOfUse
from sim.world.entities import Department
from sim.world.profiles import HourProfile
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site
from sim.world.surge import EXTRA_FROM, Surge

FAMILY_FROM = 10 * EXTRA_FROM
"""Usages of what a surge needs most are numbered behind those of its other usages."""

EMERGENCY_PATIENTS = PatientMix(("E",), (1.0,))
WARD_PATIENTS = PatientMix(("I",), (1.0,))
MIXED_PATIENTS = PatientMix(("I", "E"), (0.85, 0.15))
"""Where the hospital is too small for an emergency store, its patients are served by a ward."""


class Ward:
    """One department; its n-th usage has its own draws."""

    def __init__(
        self, site: Site, agenda: Agenda, census: Census, department: Department, mix: PatientMix
    ) -> None:
        self._site = site
        self._agenda = agenda
        self._mix = mix
        self._point = PointOfUse(site, agenda, census, department, mix)
        self._shelves = site.enterprise.shelves_at(department.location)
        self._weights = cumulative([shelf.daily_use for shelf in self._shelves])

    def start(self, profile: HourProfile) -> None:
        """Registers the ward's process, unless its store is empty."""
        department = self._point.department
        if not self._shelves:
            return
        rhythm = Rhythm(
            "usage", department.location, self._point.zone, profile, department.usages_per_day
        )
        self._agenda.env.process(repeat(self._site, self._agenda, rhythm, self.use))
        surge = Surge(self._site)
        if surge.is_on:
            self._start_surge(surge, rhythm)

    def _start_surge(self, surge: Surge, usual: Rhythm) -> None:
        facility = self._site.enterprise.facility(self._point.department.facility)
        ratios = (surge.more_arrivals(facility, kind) for kind in self._mix.kinds)
        more = sum(w * ratio for w, ratio in zip(self._mix.weights, ratios, strict=True))
        family = surge.family(self._shelves)
        share = sum(s.daily_use for s in family) / sum(s.daily_use for s in self._shelves)
        shock = share * self._site.parameters["stock_use_shock"]
        weights = cumulative([shelf.daily_use for shelf in family])

        def use_family(n: int) -> None:
            shelf = self._point.pick(family, weights, FAMILY_FROM + n)
            self._point.use(shelf, self._point.quantity(FAMILY_FROM + n), FAMILY_FROM + n)

        for purpose, rate, act in (
            ("surge.usage", more, self.use),
            ("surge.family", shock, use_family),
        ):
            beside = replace(usual, purpose=purpose, per_day=usual.per_day * rate)
            self._agenda.env.process(surge.repeat(self._agenda, beside, act))

    def use(self, n: int) -> None:
        """The n-th usage."""
        shelf = self._point.pick(self._shelves, self._weights, n)
        self._point.use(shelf, self._point.quantity(n), n)
