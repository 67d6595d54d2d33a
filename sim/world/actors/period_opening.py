"""The finance office opens accounting periods ahead of time, one a month (P13).

A run begins with the next three months open, so that only runs of more than two months come to it.
On the first business day of a month the office opens what is missing of the two months ahead.
"""

from __future__ import annotations

from sim.world.agenda import Agenda
from sim.world.business_days import close_day, next_period
from sim.world.calendar import HOME_ZONE, OPENS_H
from sim.world.masters import periods
from sim.world.site import Site

ACTOR = "close"


class PeriodOpening:
    """Who opens the ledger's periods."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda
        self._open = [period for period, is_open in periods(site.enterprise) if is_open]

    def start(self) -> None:
        """Plans the first business day after the month in which the run begins."""
        self._plan(self._open[0])

    def _plan(self, ended: str) -> None:
        at_s = self._site.calendar.at(close_day(ended, 1), OPENS_H, HOME_ZONE)
        if self._agenda.demand_open(at_s):
            self._agenda.at(at_s, self._act, next_period(ended))

    def _act(self, month: str) -> None:
        ahead = next_period(next_period(month))
        while self._open[-1] < ahead:
            self._open.append(next_period(self._open[-1]))
            self._site.try_do("erp", "open_period", {"PeriodName": self._open[-1]}, ACTOR)
        self._plan(month)
