"""The project office (S18, P18): sets projects up, books their costs, hands over what was built.

A project is finished when its last day has passed and everything that it was charged with stands
in the ERP; what the office capitalises is the sum of the costs that it saw booked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mock_systems.service import Effect
from mock_systems.standards.files.journal_file import JournalLine
from sim.world.business_days import add_business_days
from sim.world.entities import Department
from sim.world.parties.feeds.journals import (
    ACCRUED_EXPENSE,
    CONSTRUCTION,
    Debit,
    Heading,
    journal,
)
from sim.world.parties.feeds.service_orders import Purchase
from sim.world.site import Site
from sim.world.wire import WORD_UNIT, us_date

ACTOR = "finance/projects"
MAILBOX = "PROJECTS"
COSTS = ("erp.project_cost", "erp.project_invoice")
_FIRST_DAY = 2
"""Assumption: projects that begin on the first day, so that a short run has some."""
_DURATIONS_D = (0, 1, 5, 10, 20)
"""Assumption: business days from the first to the last day; the first project is the shortest."""
_ORDERS_FROM_D = 5
"""Assumption: a project at least so long buys something."""
_ORDERS = (1, 4)
"""Assumption: purchases of such a project, the upper end excluded."""
_UNITS = (1, 6)
_DAY_LOG_USD = (7.6, 0.6)
"""Assumption: mu, sigma of a day's own cost in dollars; the median is $2,000."""
_LIFE_MONTHS = (60, 120, 180)


class Finished(NamedTuple):
    """A project whose asset is ready for service, at its cost."""

    number: str
    asset: Purchase


@dataclass(slots=True)
class _Project:
    number: str
    place: Department
    business_unit: str
    ends: date
    sent_minor: int = 0
    """What the office's own files charge."""
    fed_minor: int = 0
    """What of it the ERP booked."""
    cost_minor: int = 0
    """Everything that the ERP booked."""
    orders: int = 0
    """Purchases that are still to be asked for."""


class ProjectOffice:
    """The open projects, by number."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._open: dict[str, _Project] = {}
        self._begun = 0

    def begin(self, day: date) -> None:
        """Sets the day's new projects up at the ERP's screen."""
        streams, beds = self._site.streams, self._site.enterprise.beds
        wanted = self._site.parameters["projects_per_bed_year"] * beds / 365.25
        count = int(wanted + streams.uniform("project.count", day.isoformat()))
        for _ in range(max(count, 0 if self._begun else _FIRST_DAY)):
            self._set_up(day)

    def order(self, day: date) -> None:
        """Asks for one purchase of every project that began before today."""
        for project in self._open.values():
            if project.orders:
                project.orders -= 1
                self._ask_for(project, day)

    def journals(self, day: date) -> list[JournalLine]:
        """The day's own costs of every open project, a journal for each hospital."""
        by_unit: dict[str, list[Debit]] = {}
        for project in self._open.values():
            if project.ends >= day:
                dollars = self._site.streams.lognormal(
                    *_DAY_LOG_USD, "project.cost", project.number, day.isoformat()
                )
                minor = round(dollars * 100)
                project.sent_minor += minor
                debit = Debit(CONSTRUCTION, "", minor, "OWN WORK", project.number)
                by_unit.setdefault(project.business_unit, []).append(debit)
        lines: list[JournalLine] = []
        for unit, debits in by_unit.items():
            heading = Heading(f"PJ{day:%y%m%d}-{unit}", "PROJECT", unit, day, ACCRUED_EXPENSE)
            lines += journal(heading, debits)
        return lines

    def finished(self, day: date) -> list[Finished]:
        """Projects that can be handed over, which are then no longer open."""
        ready = [p for p in self._open.values() if p.ends < day and p.fed_minor == p.sent_minor]
        return [self._hand_over(project) for project in ready if self._is_settled(project)]

    def on_effect(self, effect: Effect) -> None:
        """Hears what the ERP charged to a project."""
        if effect.kind not in COSTS:
            return
        number, _, document = effect.key.partition("/")
        project = self._open.get(number)
        if project is not None:
            project.cost_minor += effect.count * effect.amount_minor
            if document.startswith(f"{MAILBOX}/"):
                project.fed_minor += effect.count * effect.amount_minor

    def _set_up(self, day: date) -> None:
        streams, enterprise = self._site.streams, self._site.enterprise
        self._begun += 1
        n = self._begun
        place = streams.choice(enterprise.departments, "project.place", n)
        number = f"CIP-{day:%y}-{n:04d}"
        duration = 0 if n == 1 else streams.choice(_DURATIONS_D, "project.duration", n)
        unit = enterprise.facility(place.facility).business_unit
        body = {
            "ProjectNumber": number,
            "Name": f"{place.name} refit {n}",
            "BusinessUnit": unit,
            "CostCenter": place.cost_center,
        }
        if self._site.try_do("erp", "create_project", body, ACTOR) is not None:
            ends = add_business_days(day, duration)
            orders = streams.integer(*_ORDERS, "project.orders", n)
            wanted = orders if duration >= _ORDERS_FROM_D else 0
            self._open[number] = _Project(number, place, unit, ends, orders=wanted)

    def _ask_for(self, project: _Project, day: date) -> None:
        """A requisition of one line, which the project's own budget holder approves."""
        streams, enterprise = self._site.streams, self._site.enterprise
        items = [item for item in enterprise.items if not item.stocked]
        address = (project.number, project.orders)
        item = streams.choice(items, "project.item", *address)
        line = {
            "line-num": 1,
            "item-number": item.erp_number,
            "quantity": streams.integer(*_UNITS, "project.units", *address),
            "uom": WORD_UNIT[item.purchase_uom],
            "project": project.number,
        }
        body = {
            "requester": ACTOR,
            "cost-center": project.place.cost_center,
            "ship-to": enterprise.facility(project.place.facility).ship_to,
            "need-by": us_date(add_business_days(day, 5)),
            "lines": [line],
        }
        answer = self._site.try_do("procurement", "create_requisition", body, ACTOR)
        if answer is not None:
            decision = {"id": answer["id"], "decision": "approved", "approver": ACTOR}
            self._site.try_do("procurement", "decide_requisition", decision, ACTOR)

    def _is_settled(self, project: _Project) -> bool:
        """Whether nothing that was ordered for it is still to come."""
        body = {"ProjectNumber": project.number}
        view = self._site.try_do("erp", "get_project", body, ACTOR)
        return view is not None and view["OpenLines"] == 0 and project.cost_minor > 0

    def _hand_over(self, project: _Project) -> Finished:
        del self._open[project.number]
        life = self._site.streams.choice(_LIFE_MONTHS, "project.life", project.number)
        asset = Purchase(
            project.business_unit,
            project.place.cost_center,
            f"REFIT {project.number}",
            project.cost_minor,
            life,
        )
        return Finished(project.number, asset)
