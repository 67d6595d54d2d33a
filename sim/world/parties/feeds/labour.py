"""Workforce and payroll (S18): hours accrued each night, the true wages at each pay period's end.

The accrual of a pay period is taken back in the same file that posts its wages, so that a lost or
doubled file on either side leaves labour cost wrong.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from mock_systems.standards.files.journal_file import JournalLine
from sim.world.entities import Department
from sim.world.parties.feeds.journals import (
    ACCRUED_EXPENSE,
    ACCRUED_PAYROLL,
    SALARIES,
    Debit,
    Heading,
    journal,
)
from sim.world.site import Site

FIRST_PERIOD_END = date(2026, 1, 3)
"""Assumption: a Saturday; every second one ends a pay period, and payroll is run on Tuesday."""
PERIOD_D = 14
RUN_AFTER_D = 3
_DAY_SPREAD = (0.9, 1.1)
"""Assumption: a day's hours relative to the mean."""


class Labour:
    """What workforce accrued, and what payroll takes back."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._accrued: dict[str, list[tuple[date, Debit]]] = defaultdict(list)
        per_year = site.parameters["labour_per_bed_year_usd"] * 100 * site.enterprise.beds
        self._per_day_minor = per_year / 365.25 / len(site.enterprise.departments)

    def workforce(self, day: date) -> list[JournalLine]:
        """The accrual of one day's hours, a journal for each hospital."""
        lines: list[JournalLine] = []
        for facility in self._site.enterprise.facilities:
            unit = facility.business_unit
            debits = [self._day_of(place.cost_center, day) for place in self._places(facility.code)]
            number = f"WF{day:%y%m%d}-{unit}"
            heading = Heading(number, "LABOUR", unit, day, ACCRUED_EXPENSE)
            lines += journal(heading, debits)
            self._accrued[unit] += [(day, debit) for debit in debits]
        return lines

    def payroll(self, run_day: date) -> list[JournalLine]:
        """The wages of the pay period that ended three days ago, its accrual taken back."""
        ended = run_day - timedelta(days=RUN_AFTER_D)
        lines: list[JournalLine] = []
        for facility in self._site.enterprise.facilities:
            unit = facility.business_unit
            heading = Heading(f"PR{ended:%y%m%d}-{unit}", "PAYROLL", unit, run_day, ACCRUED_PAYROLL)
            wages = [self._wages(place.cost_center, ended) for place in self._places(facility.code)]
            lines += journal(heading, wages)
            taken = [debit for day, debit in self._accrued[unit] if day <= ended]
            if taken:
                back = Heading(f"WR{ended:%y%m%d}-{unit}", "LABOUR", unit, run_day, ACCRUED_EXPENSE)
                lines += journal(back, taken, reverse=True)
            kept = [(day, debit) for day, debit in self._accrued[unit] if day > ended]
            self._accrued[unit] = kept
        return lines

    def _places(self, facility: str) -> list[Department]:
        return [d for d in self._site.enterprise.departments if d.facility == facility]

    def _day_of(self, cost_center: str, day: date) -> Debit:
        low, high = _DAY_SPREAD
        spread = self._site.streams.uniform("labour.day", cost_center, day.isoformat())
        minor = max(1, round(self._per_day_minor * (low + (high - low) * spread)))
        hours = round(minor / 100 / self._site.parameters["labour_per_hour_usd"])
        return Debit(SALARIES, cost_center, minor, f"HOURS {hours} HEADCOUNT {-(-hours // 8)}")

    def _wages(self, cost_center: str, ended: date) -> Debit:
        days = [ended - timedelta(days=back) for back in range(PERIOD_D)]
        minor = sum(self._day_of(cost_center, day).amount_minor for day in days)
        return Debit(SALARIES, cost_center, round(minor * 1.01), f"WAGES TO {ended:%m/%d/%Y}")


def is_payroll_day(day: date) -> bool:
    """Whether payroll is run: on the Tuesday after a pay period."""
    since = (day - timedelta(days=RUN_AFTER_D) - FIRST_PERIOD_END).days
    return since >= 0 and since % PERIOD_D == 0
