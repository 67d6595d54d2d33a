"""When ancillary services become charges: in rounds, late, or taken back.

Departments send what they rendered three times a day for each inpatient, at the end of a visit for
the others. Some charges are entered days later under their true date of service, some are taken
back within a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sim.world.calendar import DAY_S, HOUR_S
from sim.world.parties.ehr.orders import Ancillaries, Line
from sim.world.parties.ehr.records import Records, Service
from sim.world.parties.party import Place
from sim.world.stays import Stay

ROUNDS_H = (6.0, 14.0, 22.0)
"""Assumption: local hours at which a ward's departments post their charges."""
_ROUND_WIDTH_S = HOUR_S
_LATE_D, _VERY_LATE_D = (1.0, 3.0), (3.0, 5.0)
_CREDIT_H = (2.0, 20.0)
_LAST_DAY_FOR_OLD = 2
"""Days of a month on which services of the month before are still entered: no close is earlier."""


class Charging:
    """The n-th round of an encounter has its own draws; transactions count up in order of entry."""

    def __init__(self, place: Place, records: Records) -> None:
        site = place.site
        self._place = place
        self._records = records
        self._ancillaries = Ancillaries(site.streams, site.parameters, site.enterprise.services)
        self._entered = 0

    def attend(self, stay: Stay) -> None:
        """Plans the rounds of an inpatient's stay, or the end of a visit."""
        if stay.kind == "I":
            self._plan_round(stay, stay.admitted_s, 0)
        else:
            self._place.agenda.at(stay.discharged_s - 1.0, self._end_visit, stay)

    def _plan_round(self, stay: Stay, since_s: float, n: int) -> None:
        """The next round of the house, a little later for some; the last one before discharge."""
        due_s = self._next_round_s(stay, since_s)
        jitter = self._place.site.streams.uniform("ehr.round", stay.encounter, n)
        at_s = min(due_s + _ROUND_WIDTH_S * jitter, stay.discharged_s - 1.0)
        if at_s > since_s:
            self._place.agenda.at(at_s, self._round, stay, since_s, n)

    def _round(self, stay: Stay, since_s: float, n: int) -> None:
        now_s = self._place.agenda.now_s
        days = (now_s - since_s) / DAY_S
        lines = list(self._ancillaries.rendered(stay.kind, days, (stay.encounter, n)))
        if self._day(stay, now_s) > self._day(stay, since_s) or n == 0:
            lines += self._ancillaries.once("ROOM", stay.encounter)
        if self._place.agenda.demand_open(now_s):
            self._enter(stay, lines)
        self._plan_round(stay, now_s, n + 1)

    def _end_visit(self, stay: Stay) -> None:
        lines = list(self._ancillaries.once("ED" if stay.kind == "E" else "CLINIC", stay.encounter))
        lines += self._ancillaries.rendered(stay.kind, 1.0, (stay.encounter, 0))
        self._enter(stay, lines)

    def _next_round_s(self, stay: Stay, since_s: float) -> float:
        """The first round at least two hours after an instant."""
        calendar, zone = self._place.site.calendar, self._zone(stay)
        day = calendar.day(since_s, zone)
        while True:
            for hour in ROUNDS_H:
                if (at_s := calendar.at(day, hour, zone)) >= since_s + 2 * HOUR_S:
                    return at_s
            day += timedelta(days=1)

    def _enter(self, stay: Stay, lines: Iterable[Line]) -> None:
        """Enters services: one message for each department, the late ones for themselves."""
        day = self._day(stay, self._place.agenda.now_s)
        by_department: dict[str, list[Service]] = {}
        for line in lines:
            self._entered += 1
            service = self._service(line, day, self._entered)
            late_s = self._late_s(stay, service)
            if late_s:
                at_s = self._place.agenda.now_s + late_s
                self._place.agenda.at(at_s, self._records.charged, stay, (service,))
            else:
                by_department.setdefault(line.department, []).append(service)
        for services in by_department.values():
            self._records.charged(stay, services)
            for service in services:
                if service.taken_back:
                    self._plan_credit(stay, service)

    def _service(self, line: Line, day: date, number: int) -> Service:
        site = self._place.site
        share = site.parameters["ehr_charge_credit_share"]
        return Service(
            number,
            line.department,
            code=line.service.code,
            description=line.service.description,
            price_minor=line.service.price_minor,
            quantity=line.quantity,
            day=day,
            taken_back=site.streams.bernoulli(share, "ehr.taken_back", number),
        )

    def _late_s(self, stay: Stay, service: Service) -> float:
        """0 for most; never so late that the month of the service may be closed by then."""
        site, drawn = self._place.site, self._place.site.streams.uniform("ehr.late", service.number)
        if service.taken_back or drawn < site.parameters["charges_within_24h_share"]:
            return 0.0
        soon = drawn < site.parameters["charges_within_72h_share"]
        low, high = _LATE_D if soon else _VERY_LATE_D
        late_s = DAY_S * (low + (high - low) * site.streams.uniform("ehr.delay", service.number))
        entered = self._day(stay, self._place.agenda.now_s + late_s)
        too_late = entered.month != service.day.month and entered.day > _LAST_DAY_FOR_OLD
        return DAY_S if too_late else late_s

    def _plan_credit(self, stay: Stay, service: Service) -> None:
        low, high = _CREDIT_H
        streams = self._place.site.streams
        hours = low + (high - low) * streams.uniform("ehr.credit", service.number)
        at_s = self._place.agenda.now_s + HOUR_S * hours
        self._place.agenda.at(at_s, self._take_back, stay, service)

    def _take_back(self, stay: Stay, service: Service) -> None:
        self._entered += 1
        self._records.credited(stay, service, self._entered)

    def _day(self, stay: Stay, t_s: float) -> date:
        return self._place.site.calendar.day(t_s, self._zone(stay))

    def _zone(self, stay: Stay) -> str:
        return self._place.site.enterprise.facility(stay.facility).time_zone
