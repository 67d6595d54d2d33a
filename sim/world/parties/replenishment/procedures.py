"""The theatres' schedule: what each procedure will take is entered two days ahead (P11).

A procedure takes sets of implants in several sizes, up to what a shelf keeps of an item, of which
most go back unused; what the shelf cannot lend is proposed before the day. What else it takes is
too common to be planned.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import suppress
from datetime import date, timedelta

import simpy

from sim.world.agenda import Agenda
from sim.world.business_days import ONE_DAY, is_business_day
from sim.world.desk import DeskRefused
from sim.world.entities import Department, Shelf
from sim.world.site import Site
from sim.world.wire import compact_date

AHEAD = timedelta(days=2)
_PLANNED_H = 15.0
_ITEMS = 4
"""Assumption: distinct implants on a procedure's bill of materials."""


class Schedule:
    """One hospital's theatres; the n-th procedure of a day has its own draws."""

    def __init__(self, site: Site, agenda: Agenda, theatre: Department) -> None:
        self._site = site
        self._agenda = agenda
        self._theatre = theatre
        shelves = site.enterprise.shelves_at(theatre.location)
        implants = [s for s in shelves if site.enterprise.item(s.item).implant]
        self._shelves: Sequence[Shelf] = implants or shelves
        self._actor = f"schedule/{theatre.location}"
        self._ahead: dict[str, str] = {}

    def run(self) -> Generator[simpy.Event, None, None]:
        """Every afternoon of a business day, for the day after tomorrow."""
        facility = self._site.enterprise.facility(self._theatre.facility)
        zone = facility.time_zone
        day = self._site.calendar.day(self._agenda.now_s, zone)
        while self._agenda.demand_open(t_s := self._site.calendar.at(day, _PLANNED_H, zone)):
            if t_s >= self._agenda.now_s and self._shelves:
                yield self._agenda.until(t_s)
                if is_business_day(day + AHEAD):
                    self._enter(day + AHEAD)
            day += ONE_DAY

    def take_off_past(self, day: date) -> None:
        """Procedures of earlier days are over: what they did not need ahead is not needed now."""
        today = compact_date(day)
        for procedure, scheduled_on in list(self._ahead.items()):
            if scheduled_on < today:
                del self._ahead[procedure]
                body = {"procedure_id": procedure, "location": self._theatre.location}
                # One that a list covers has left the schedule already.
                with suppress(DeskRefused):
                    self._site.desk.do("inventory", "cancel_procedure", body, self._actor)

    def is_empty(self) -> bool:
        """Whether nothing is scheduled that no list covers."""
        return not self._ahead

    def _enter(self, day: date) -> None:
        count = max(1, round(self._site.parameters["scheduled_procedures_per_theatre_day"]))
        for n in range(count):
            number = f"PR-{self._theatre.location}-{compact_date(day)}-{n + 1}"
            body = {
                "procedure_id": number,
                "location": self._theatre.location,
                "scheduled_on": compact_date(day),
                "needs": self._needs(day, n),
            }
            if self._site.try_do("inventory", "schedule_procedure", body, self._actor):
                self._ahead[number] = compact_date(day)

    def _needs(self, day: date, n: int) -> list[dict[str, object]]:
        streams, where = self._site.streams, self._theatre.location
        wanted: dict[str, int] = {}
        for nth in range(_ITEMS):
            address = (where, day.isoformat(), n, nth)
            shelf = streams.choice(self._shelves, "procedure.item", *address)
            item = self._site.enterprise.item(shelf.item)
            wanted[item.inventory_id] = streams.integer(
                1, max(2, shelf.par_qty), "procedure.quantity", *address
            )
        return [{"item_id": item, "qty": quantity} for item, quantity in wanted.items()]
