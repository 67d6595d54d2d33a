"""Biomedical engineering and facilities management (S18): service orders, utilities, purchases.

Both post each night what was done, a line for each service order. Biomedical also takes delivery of
equipment, whose cost waits in asset clearing until the register puts it in service.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mock_systems.standards.files.journal_file import JournalLine
from sim.world.entities import Department, Facility
from sim.world.parties.feeds.journals import (
    ACCRUED_EXPENSE,
    ASSET_CLEARING,
    OPERATING_EXPENSE,
    Debit,
    Heading,
    journal,
)
from sim.world.site import Site

_ORDER_LOG_USD = (5.3, 0.8)
"""Assumption: mu, sigma of a service order's cost in dollars; the median is $200."""
_EQUIPMENT_LOG_USD = (9.4, 0.9)
"""Assumption: of a device's cost; the median is $12,000."""
_LIFE_MONTHS = (60, 84, 120)


class Purchase(NamedTuple):
    """A device that was delivered and accepted."""

    business_unit: str
    cost_center: str
    description: str
    cost_minor: int
    life_months: int


class Workshop:
    """The service orders of one system; `prefix` numbers its journals."""

    def __init__(self, site: Site, prefix: str, category: str, per_bed_year: str) -> None:
        self._site = site
        self._prefix = prefix
        self._category = category
        self._per_day = site.parameters[per_bed_year] / 365.25
        self._orders = 0

    def journals(self, day: date, more: dict[str, list[Debit]]) -> list[JournalLine]:
        """A journal for each hospital in which anything was done; `more` are further debits."""
        lines: list[JournalLine] = []
        for facility in self._site.enterprise.facilities:
            unit = facility.business_unit
            debits = [*more.get(unit, ()), *self._service_orders(facility, day)]
            if debits:
                number = f"{self._prefix}{day:%y%m%d}-{unit}"
                heading = Heading(number, self._category, unit, day, ACCRUED_EXPENSE)
                lines += journal(heading, debits)
        return lines

    def _service_orders(self, facility: Facility, day: date) -> list[Debit]:
        streams, address = self._site.streams, (self._prefix, facility.code, day.isoformat())
        wanted = self._per_day * facility.beds
        count = int(wanted + streams.uniform("service_order.count", *address))
        places = [d for d in self._site.enterprise.departments if d.facility == facility.code]
        return [self._service_order(places, (*address, n)) for n in range(count)]

    def _service_order(self, places: list[Department], address: tuple[str | int, ...]) -> Debit:
        streams = self._site.streams
        self._orders += 1
        place = streams.choice(places, "service_order.place", *address)
        dollars = streams.lognormal(*_ORDER_LOG_USD, "service_order.cost", *address)
        text = f"{self._prefix}-SO{self._orders:06d} {place.code}"
        return Debit(OPERATING_EXPENSE, place.cost_center, round(dollars * 100), text)


def utilities(site: Site, day: date) -> dict[str, list[Debit]]:
    """Energy and water of a day, by business unit."""
    per_bed_minor = site.parameters["utilities_per_bed_year_usd"] * 100 / 365.25
    return {
        f.business_unit: [Debit(OPERATING_EXPENSE, "", round(per_bed_minor * f.beds), "UTILITIES")]
        for f in site.enterprise.facilities
    }


def purchases(site: Site, day: date) -> list[Purchase]:
    """The equipment that was accepted on a day."""
    found: list[Purchase] = []
    streams = site.streams
    for facility in site.enterprise.facilities:
        address = (facility.code, day.isoformat())
        wanted = site.parameters["equipment_per_bed_year"] * facility.beds / 365.25
        count = int(wanted + streams.uniform("equipment.count", *address))
        places = [d for d in site.enterprise.departments if d.facility == facility.code]
        for n in range(count):
            place = streams.choice(places, "equipment.place", *address, n)
            dollars = streams.lognormal(*_EQUIPMENT_LOG_USD, "equipment.cost", *address, n)
            life = streams.choice(_LIFE_MONTHS, "equipment.life", *address, n)
            text = f"DEVICE {place.code} {n + 1}"
            unit = facility.business_unit
            found.append(Purchase(unit, place.cost_center, text, round(dollars * 100), life))
    return found


def delivered(bought: list[Purchase]) -> dict[str, list[Debit]]:
    """The debits of accepted equipment, by business unit."""
    debits: dict[str, list[Debit]] = {}
    for one in bought:
        debit = Debit(ASSET_CLEARING, "", one.cost_minor, one.description)
        debits.setdefault(one.business_unit, []).append(debit)
    return debits
