"""The month-end close of the finance office (P13).

Half an hour past the group's midnight the period is soft-closed: people stop, integration goes on.
On BD+1 expenses are accrued, to be reversed on the first day of the next period. Then the office
waits for the subledger totals of every hospital; it closes when all are there, at the earliest
on BD+3 at 18:00, or without them on BD+6.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

import simpy

from mock_systems.service import Effect
from sim.world.actors.accountants import accrual
from sim.world.agenda import Agenda
from sim.world.business_days import ONE_DAY, close_day, month_end
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.site import Site

ACTOR = "close"
_SOFT_CLOSE_H = 0.5
_ACCRUALS_H = 10.0
_CLOSES_H = 18.0
_SUBLEDGERS = ("INVENTORY", "BILLING")
_ACCRUED_PER_BED_MINOR = 25_000


class Closing:
    """The close of one period; `closed(period)` is told when it is done."""

    def __init__(
        self, site: Site, agenda: Agenda, period: str, closed: Callable[[str], None]
    ) -> None:
        self._site = site
        self._agenda = agenda
        self.period = period
        self._closed = closed
        self._missing = {
            f"{period}/{facility.gln}/{subledger}"
            for facility in site.enterprise.facilities
            for subledger in _SUBLEDGERS
        }

    def totals_arrived(self, effect: Effect) -> None:
        """Reaction to `erp.subledger_totals`."""
        self._missing.discard(effect.key)

    def run(self) -> Generator[simpy.Event, None, None]:
        """The whole close, which goes on though demand has stopped."""
        calendar, parameters = self._site.calendar, self._site.parameters
        after = month_end(self.period) + ONE_DAY
        yield self._agenda.until(calendar.at(after, _SOFT_CLOSE_H, HOME_ZONE))
        self._set_status("SOFT_CLOSED")
        self._site.note("period_soft_close", ACTOR, self.period)
        first = close_day(self.period, 1)
        yield self._agenda.until(calendar.at(first, _ACCRUALS_H, HOME_ZONE))
        self._accrue()
        earliest = close_day(self.period, int(parameters["close_earliest_bd"]))
        yield self._agenda.until(calendar.at(earliest, _CLOSES_H, HOME_ZONE))
        latest = close_day(self.period, int(parameters["close_latest_bd"]))
        latest_s = calendar.at(latest, _CLOSES_H, HOME_ZONE)
        while self._missing and self._agenda.now_s < latest_s:
            yield self._agenda.until(min(latest_s, self._agenda.now_s + HOUR_S))
        self._close()

    def _accrue(self) -> None:
        last = month_end(self.period)
        for facility in self._site.enterprise.facilities:
            amount = facility.beds * _ACCRUED_PER_BED_MINOR
            body = accrual(facility, last, amount, "ACCRUAL")
            body["ReversalDate"] = (last + ONE_DAY).isoformat()
            self._site.try_do("erp", "post_journal", body, ACTOR)

    def _close(self) -> None:
        for key in sorted(self._missing):
            self._site.note("close_total_missing", ACTOR, key)
        self._set_status("CLOSED")
        self._closed(self.period)
        day = self._site.calendar.day(self._agenda.now_s, HOME_ZONE)
        number = next(n for n in range(1, 40) if close_day(self.period, n) >= day)
        self._site.note("period_close", ACTOR, self.period, f"BD+{number}")

    def _set_status(self, status: str) -> None:
        body = {"PeriodName": self.period, "Status": status}
        self._site.try_do("erp", "set_period_status", body, ACTOR)
