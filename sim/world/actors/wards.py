"""Nurses on a ward or in an emergency department who take supplies for their patients (P09)."""

from __future__ import annotations

from sim.streams import cumulative
from sim.world.agenda import Agenda
from sim.world.census import Census
from sim.world.consumption import PatientMix, PointOfUse
from sim.world.entities import Department
from sim.world.profiles import HourProfile
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site

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

    def use(self, n: int) -> None:
        """The n-th usage."""
        shelf = self._point.pick(self._shelves, self._weights, n)
        self._point.use(shelf, self._point.quantity(n), n)
