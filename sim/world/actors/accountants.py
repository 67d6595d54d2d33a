"""Accountants who post manual journals, several times as many around a month end."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, timedelta

import simpy

from sim.world.agenda import Agenda
from sim.world.business_days import is_business_day, month_end
from sim.world.calendar import CLOSES_H, HOME_ZONE, OPENS_H, next_business_day
from sim.world.entities import Facility
from sim.world.site import Site
from sim.world.spike import journal_factor
from sim.world.wire import decimal_2

ACTOR = "finance/accounting"
_REBOOKED_UNTIL_BD = 15
"""Until mid-month a journal of the rush belongs to the month before, if that is still open."""


class Accountants:
    """The accounting office; the n-th journal of a day has its own draws."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda
        self._closed: set[str] = set()

    def period_closed(self, period: str) -> None:
        """From now on nothing more is posted there."""
        self._closed.add(period)

    def run(self) -> Generator[simpy.Event, None, None]:
        """Plans each business day's journals in the morning, until demand stops."""
        calendar = self._site.calendar
        day = calendar.day(self._agenda.now_s, HOME_ZONE)
        while True:
            if not is_business_day(day):
                day = next_business_day(day)
            opens_s = calendar.at(day, OPENS_H, HOME_ZONE)
            if not self._agenda.demand_open(opens_s):
                return
            if opens_s >= self._agenda.now_s:
                yield self._agenda.until(opens_s)
                self._plan(day)
            day = next_business_day(day)

    def _plan(self, day: date) -> None:
        parameters, streams = self._site.parameters, self._site.streams
        base = max(1.0, parameters["journals_per_business_day"] * self._site.enterprise.scale)
        wanted = base * journal_factor(parameters, day)
        count = int(wanted + streams.uniform("journal.count", day.isoformat(), 0))
        for n in range(count):
            hours = (CLOSES_H - OPENS_H) * streams.uniform("journal.hour", day.isoformat(), n)
            at_s = self._site.calendar.at(day, OPENS_H + hours, HOME_ZONE)
            if self._agenda.demand_open(at_s):
                self._agenda.at(at_s, self._post, day, n)

    def _post(self, day: date, n: int) -> None:
        streams = self._site.streams
        facilities = self._site.enterprise.facilities
        facility = streams.choice(facilities, "journal.facility", day.isoformat(), n)
        amount = round(100 * streams.lognormal(8.0, 1.0, "journal.amount", day.isoformat(), n))
        body = accrual(facility, self._accounting_day(day), amount, "MANUAL")
        self._site.try_do("erp", "post_journal", body, ACTOR)

    def _accounting_day(self, day: date) -> date:
        last = month_end(f"{day.replace(day=1) - timedelta(days=1):%Y-%m}")
        in_rush = journal_factor(self._site.parameters, day) > 1 and day.day <= _REBOOKED_UNTIL_BD
        knows = last >= self._site.enterprise.first_day
        return last if in_rush and knows and f"{last:%Y-%m}" not in self._closed else day


def accrual(facility: Facility, day: date, amount_minor: int, category: str) -> dict[str, object]:
    """A journal that accrues an expense for which no document came yet."""
    amount = decimal_2(amount_minor)
    return {
        "BusinessUnit": facility.business_unit,
        "AccountingDate": day.isoformat(),
        "Category": category,
        "Lines": [
            {"Account": "6100", "Debit": amount, "Credit": "0.00"},
            {"Account": "2130", "Debit": "0.00", "Credit": amount},
        ],
    }
