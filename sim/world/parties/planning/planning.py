"""Planning and budgeting (S21): the year's approved budget, and its monthly revisions (P17).

A file plans by account; the ERP grants by cost centre and period, so the lines of one cost centre
must be added up. A plan may hold a saving, an account below zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from datetime import date

import simpy

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import Batch, budget_file
from mock_systems.standards.files.budget_file import BudgetLine
from sim.world.business_days import is_business_day
from sim.world.calendar import HOME_ZONE, next_business_day
from sim.world.parties.file_desk import Draft, FileDesk
from sim.world.parties.party import Place

MAILBOX = "PLANNING"
BOOK = "planning"
SHARES = (("5110", 65), ("6100", 25), ("6200", 15), ("6500", -5))
"""Assumption: percent of a cost centre's budget by account; the last is a planned saving."""
APPROVED_BY = "CFO"
APPROVAL_H = 5.5
"""Before anybody orders: the year's budget is loaded when the business day begins."""
REVISION_H = 16.0
REVISION_BD = 10
"""Assumption: the business day of a month on which revisions are approved."""
NEXT_YEAR = (12, 15)
"""Assumption: the day from which the next year's budget is approved."""
_UNKNOWN_CENTER = "CC-0000"


class Planning:
    """One mailbox; a budget has a name for each year, a version for each file."""

    id = "S21"
    flows = ("P17",)
    sends = ("budget file",)
    takes = ("batch answer",)

    def __init__(self, place: Place) -> None:
        self._place = place
        self._desk = FileDesk(place, BOOK, MAILBOX)
        self._versions: Counter[str] = Counter()
        self._revised = ""

    def mailboxes(self) -> Iterable[str]:
        """Planning's own."""
        return (MAILBOX,)

    def accept(self, mailbox: str, document: Document) -> str:
        """An answer to one of its files."""
        return self._desk.accept(document)

    def start(self) -> None:
        """Registers the budget calendar."""
        self._place.agenda.env.process(self.run())

    def on_effect(self, system: str, effect: Effect) -> None:
        """Planning looks at no single document."""

    def run(self) -> Generator[simpy.Event, None, None]:
        """The year's budget on the first morning, then revisions on their business day."""
        agenda, calendar = self._place.agenda, self._place.site.calendar
        day = calendar.day(agenda.now_s, HOME_ZONE)
        first = day if is_business_day(day) else next_business_day(day)
        yield agenda.until(calendar.at(first, APPROVAL_H, HOME_ZONE))
        self._approve(day.year, first)
        day = first
        while agenda.demand_open(calendar.at(day, REVISION_H, HOME_ZONE)):
            at_s = calendar.at(day, REVISION_H, HOME_ZONE)
            if at_s >= agenda.now_s:
                yield agenda.until(at_s)
                self._decide(day)
            day = next_business_day(day)

    def _decide(self, day: date) -> None:
        """What the budget committee does on a business day; a file that came back goes first."""
        if self._desk.has_faulty:
            return
        if (day.month, day.day) >= NEXT_YEAR and not self._versions[_name(day.year + 1)]:
            self._approve(day.year + 1, day)
        period = f"{day:%Y-%m}"
        if period != self._revised and _business_day_of_month(day) >= REVISION_BD:
            self._revised = period
            self._approve(day.year, day)

    def _approve(self, year: int, day: date) -> None:
        """Sends the next version of a year's budget, from the current month on."""
        name = _name(year)
        self._versions[name] += 1
        version = self._versions[name]
        start = day.month if year == day.year else 1
        periods = [f"{year}-{month:02d}" for month in range(start, 13)]
        grants = [
            (department.cost_center, period, self._grant_minor(department.cost_center, version))
            for department in self._place.site.enterprise.departments
            for period in periods
        ]
        self._desk.send(self._draft(f"{name}/{version}", version, grants), day)

    def _draft(self, key: str, version: int, grants: Sequence[tuple[str, str, int]]) -> Draft:
        lines = tuple(line for grant in grants for line in self._lines(version, grant))
        stranger = replace(lines[-1], cost_center=_UNKNOWN_CENTER)
        mistakes = {"unknown cost centre": (*lines[:-1], stranger)}

        def owed(batch: Batch) -> list[Effect]:
            total_minor = sum(minor for _, _, minor in grants)
            facts = {"grants": list(grants), "batch": batch.number}
            book = Effect("planning.budget_file", key, amount_minor=total_minor, version=version)
            return [book._replace(quantity=len(lines), facts=facts)]

        return Draft(budget_file.LAYOUT, lines, owed, mistakes)

    def _lines(self, version: int, grant: tuple[str, str, int]) -> list[BudgetLine]:
        """A cost centre's month by account; rounding ends up in the first one."""
        cost_center, period, total_minor = grant
        enterprise = self._place.site.enterprise
        facility = enterprise.department(cost_center).facility
        unit = enterprise.facility(facility).business_unit
        parts = {account: total_minor * share // 100 for account, share in SHARES}
        parts[SHARES[0][0]] += total_minor - sum(parts.values())
        return [
            BudgetLine(version, unit, cost_center, account, period, minor, APPROVED_BY)
            for account, minor in parts.items()
        ]

    def _grant_minor(self, cost_center: str, version: int) -> int:
        """The first version is what the department always had; a revision moves it a little."""
        site = self._place.site
        before_minor = site.enterprise.budgets[cost_center]
        if version == 1:
            return before_minor
        spread = site.parameters["budget_revision_share"]
        change = spread * (2 * site.streams.uniform("budget.revision", cost_center, version) - 1)
        return round(before_minor * (1 + change))


def _name(year: int) -> str:
    return f"FY{year}"


def _business_day_of_month(day: date) -> int:
    return sum(is_business_day(day.replace(day=n)) for n in range(1, day.day + 1))
