"""Operating rooms that use supplies, among them implants whose lot is scanned (P09)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.streams import cumulative
from sim.world.agenda import Agenda
from sim.world.census import Census
from sim.world.consumption import PatientMix, PointOfUse
from sim.world.entities import Department, Shelf
from sim.world.profiles import HourProfile
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site

THEATRE_PATIENTS = PatientMix(("I", "O"), (0.6, 0.4))


class Theatre:
    """One hospital's operating rooms; their n-th usage has its own draws."""

    def __init__(self, site: Site, agenda: Agenda, census: Census, department: Department) -> None:
        self._site = site
        self._agenda = agenda
        self._point = PointOfUse(site, agenda, census, department, THEATRE_PATIENTS)
        shelves = site.enterprise.shelves_at(department.location)
        self._implants = [shelf for shelf in shelves if self._point.item(shelf).implant]
        self._others = [shelf for shelf in shelves if not self._point.item(shelf).implant]
        self._implant_weights = _weights(self._implants)
        self._other_weights = _weights(self._others)

    def start(self, profile: HourProfile) -> None:
        """Registers the theatre's process, unless its store is empty."""
        department = self._point.department
        if not self._others:
            return
        rhythm = Rhythm(
            "usage", department.location, self._point.zone, profile, department.usages_per_day
        )
        self._agenda.env.process(repeat(self._site, self._agenda, rhythm, self.use))

    def use(self, n: int) -> None:
        """The n-th usage: an implant alone, or some of another supply."""
        location = self._point.department.location
        share = self._site.parameters["implant_usage_share"] if self._implants else 0.0
        if self._site.streams.bernoulli(share, "usage.implant", location, n):
            self._point.use(self._point.pick(self._implants, self._implant_weights, n), 1, n)
        else:
            shelf = self._point.pick(self._others, self._other_weights, n)
            self._point.use(shelf, self._point.quantity(n), n)


def _weights(shelves: Sequence[Shelf]) -> list[float]:
    return cumulative([shelf.daily_use for shelf in shelves])
