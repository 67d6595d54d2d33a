"""The registration desk of a hospital, where patients become encounters in billing (S05).

With an EHR in the house it takes the arrivals, and the desk types nothing.
"""

from __future__ import annotations

from sim.world.agenda import Agenda
from sim.world.builders.encounters import arrivals_per_day
from sim.world.entities import Facility
from sim.world.offers import Arrival
from sim.world.profiles import HourProfile
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site
from sim.world.wire import compact_date

ACTOR = "registration"


class Registration:
    """One hospital's arrivals of one class (I, O or E)."""

    def __init__(self, site: Site, agenda: Agenda, facility: Facility, kind: str) -> None:
        self._site = site
        self._agenda = agenda
        self._facility = facility
        self._kind = kind

    def start(self, profile: HourProfile) -> None:
        """Registers the desk's process."""
        per_day = arrivals_per_day(self._site.parameters, self._facility, self._kind)
        entity = f"{self._facility.code}/{self._kind}"
        rhythm = Rhythm("encounter", entity, self._facility.time_zone, profile, per_day)
        self._agenda.env.process(repeat(self._site, self._agenda, rhythm, self.arrive))

    def arrive(self, n: int) -> None:
        """The n-th patient of the class."""
        encounter = f"ENC-{self._facility.code}-{self._kind}1{n:06d}"
        day = self._site.calendar.day(self._agenda.now_s, self._facility.time_zone)
        if self._site.offers.arrivals(Arrival(encounter, self._facility.code, self._kind, day)):
            return
        body = {
            "encounterId": encounter,
            "facilityId": self._facility.billing_id,
            "class": self._kind,
            "admittedOn": compact_date(day),
        }
        self._site.try_do("billing", "register_encounter", body, ACTOR)
