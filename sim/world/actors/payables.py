"""Accounts payable clerks, with the treasurer's payment run (P07, P08).

Clerks take up held invoices in office hours, few at a time: a price difference is accepted after a
look, a missing receipt is waited for until patience ends. Each business day at 14:00 what is due
is paid.
"""

from __future__ import annotations

from collections.abc import Generator

import simpy

from mock_systems.service import Effect
from sim.world.agenda import Agenda
from sim.world.business_days import add_business_days
from sim.world.calendar import HOME_ZONE, HOUR_S, next_business_day
from sim.world.offers import Hold
from sim.world.office import Office
from sim.world.site import Site

CLERK = "finance/payables"
TREASURER = "finance/treasury"
_PAYMENT_RUN_H = 14.0
_HANDLING_SIGMA = 0.5


class Payables:
    """The accounts payable office of the group; each invoice has its own draws."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda
        clerks = round(site.parameters["payables_clerks"] * site.enterprise.scale)
        self._office = Office(site.calendar, HOME_ZONE, clerks)
        self._queued: set[str] = set()

    def status_changed(self, effect: Effect) -> None:
        """Reaction to `erp.invoice_status`: a held invoice joins the clerks' queue."""
        if effect.facts.get("status") != "HELD" or effect.key in self._queued:
            return
        if not effect.facts.get("submitted", True):
            return  # whoever may approve it, not a clerk
        self._queued.add(effect.key)
        wait_h = self._site.streams.exponential(
            self._site.parameters["hold_release_median_h"], "hold.wait", effect.key, 0
        )
        zone_s = self._site.calendar.after_office_s(self._agenda.now_s, wait_h * HOUR_S, HOME_ZONE)
        self._agenda.at(zone_s, self._take_up, effect.key, self._agenda.now_s)

    def run(self) -> Generator[simpy.Event, None, None]:
        """The daily payment run, until demand stops."""
        calendar = self._site.calendar
        day = calendar.day(self._agenda.now_s, HOME_ZONE)
        while True:
            t_s = calendar.next_in_window(
                calendar.at(day, _PAYMENT_RUN_H, HOME_ZONE), (_PAYMENT_RUN_H, 24.0), HOME_ZONE
            )
            if not self._agenda.demand_open(t_s):
                return
            yield self._agenda.until(t_s)
            paid_on = calendar.day(t_s, HOME_ZONE)
            body = {"PaymentDate": paid_on.isoformat()}
            self._site.try_do("erp", "run_payments", body, TREASURER)
            day = next_business_day(paid_on)

    def _take_up(self, key: str, held_since_s: float) -> None:
        work_min = self._site.streams.lognormal(0.0, _HANDLING_SIGMA, "hold.handling", key, 0)
        work_s = 60.0 * self._site.parameters["hold_handling_min"] * work_min
        done_s = self._office.finish_s(self._agenda.now_s, work_s)
        self._agenda.at(done_s, self._decide, key, held_since_s)

    def _decide(self, key: str, held_since_s: float) -> None:
        supplier, number = key.split("/", 1)
        body = {"SupplierNumber": supplier, "InvoiceNumber": number}
        found = self._site.desk.do("erp", "find_invoices", body, CLERK)["items"]
        if not found or found[0]["Status"] != "HELD":
            self._queued.discard(key)
        elif "QTY_RECEIVED" in found[0]["Holds"] and not self._patience_ended(held_since_s):
            tomorrow_s = self._site.calendar.after_office_s(
                self._agenda.now_s, 9 * HOUR_S, HOME_ZONE
            )
            self._agenda.at(tomorrow_s, self._decide, key, held_since_s)
        else:
            self._queued.discard(key)
            hold = Hold(found[0]["InvoiceId"], supplier, number, tuple(found[0]["Holds"]))
            if self._site.offers.holds(hold):
                return
            reason = "released after review: " + ", ".join(hold.codes)
            release = {"InvoiceId": found[0]["InvoiceId"], "Reason": reason}
            self._site.try_do("erp", "release_hold", release, CLERK)

    def _patience_ended(self, held_since_s: float) -> bool:
        calendar = self._site.calendar
        since = calendar.day(held_since_s, HOME_ZONE)
        until = add_business_days(since, round(self._site.parameters["hold_patience_d"]))
        return calendar.day(self._agenda.now_s, HOME_ZONE) >= until
