"""The registration desk of a hospital, where patients become encounters in billing (S05).

With an EHR in the house it takes the arrivals, and the desk types nothing. In a surge more come.
"""

from __future__ import annotations

from dataclasses import replace

from sim.world.agenda import Agenda
from sim.world.builders.encounters import arrivals_per_day
from sim.world.entities import Facility
from sim.world.offers import Arrival
from sim.world.profiles import HourProfile
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site
from sim.world.surge import EXTRA_FROM, Surge
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
        surge = Surge(self._site)
        if surge.is_on:
            more = per_day * surge.more_arrivals(self._facility, self._kind)
            beside = replace(rhythm, purpose="surge.encounter", per_day=more)
            self._agenda.env.process(surge.repeat(self._agenda, beside, self._arrive_beside))

    def arrive(self, n: int) -> None:
        """The n-th patient of the class."""
        self._admit(f"ENC-{self._facility.code}-{self._kind}1{n:06d}")

    def _arrive_beside(self, n: int) -> None:
        self._admit(f"ENC-{self._facility.code}-{self._kind}2{n - EXTRA_FROM:06d}")

    def _admit(self, encounter: str) -> None:
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
