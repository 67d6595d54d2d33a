"""S02's service orders: requested, sourced, approved, performed, accepted, billed (P04, P07).

    order -> each visit performed -> accepted by the department, in parts if need be
                                  -> billed at the portal, now and then twice

A service is received by nobody, so the ERP matches its invoice with the order alone and is owed
nothing when a department accepts. Bill and acceptance come in either order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.agenda import Act
from sim.world.calendar import HOUR_S
from sim.world.entities import Department
from sim.world.orders import OrderedLine
from sim.world.parties.party import Place
from sim.world.parties.service_desk.buying import Buying
from sim.world.portal_invoice import portal_invoice
from sim.world.wire import decimal_2, us_date

NUMBER_PREFIX = "FS-"
SECOND_SUFFIX = "-R"
"""A bill that is sent again as a reminder has a number of its own."""
ORDERS = ("procurement.order", "procurement.order_import")
_IN_PARTS_SHARE = 0.2
_ACCEPTANCE_MEAN_H = 3.0
_BILLING_MEAN_H = 4.0
_REMINDER_MEAN_H = 6.0
"""Assumptions, in office hours."""


class Visit(NamedTuple):
    """A line of a service order; `reference` counts the orders of a department."""

    order: str
    reference: str
    supplier: str
    department: Department
    line: int
    price_minor: int

    @property
    def address(self) -> tuple[str, int]:
        """By which draws about it are addressed."""
        return (self.reference, self.line)


class ServiceDesk:
    """Departments with the firms that work for them; each visit has its own draws."""

    id = "S02"
    flows = ("P04", "P07")
    sends = ()
    takes = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        self._buying = Buying(place)
        self._orders: Counter[str] = Counter()

    def mailboxes(self) -> Iterable[str]:
        """None: people at screens."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """There is no mailbox to send to."""
        return f"{mailbox} takes no documents, got {document.id}"

    def start(self) -> None:
        """The departments begin to ask for services."""
        self._buying.start()

    def on_effect(self, system: str, effect: Effect) -> None:
        """A service order is read by its firm as soon as it is issued."""
        if effect.kind in ORDERS and effect.count > 0:
            lines = [line for line in effect.facts["lines"] if line.get("kind") == "service"]
            if lines:
                self._issued(effect, lines)

    def _issued(self, order: Effect, lines: list[Mapping[str, Any]]) -> None:
        center = order.facts["cost_center"]
        department = self._place.site.enterprise.department(center)
        self._orders[center] += 1
        reference = f"{center[3:]}-{self._orders[center]}"
        mean_h = self._place.site.parameters["service_visit_mean_h"]
        for line in lines:
            visit = Visit(
                order.key,
                reference,
                order.facts["supplier"],
                department,
                line["line"],
                line["unit_price_minor"],
            )
            self._plan(visit, mean_h, self._perform)

    def _perform(self, visit: Visit) -> None:
        self._plan(visit, _ACCEPTANCE_MEAN_H, self._accept)
        self._plan(visit, _BILLING_MEAN_H, self._bill)

    def _accept(self, visit: Visit) -> None:
        """In two parts where something is left to be done."""
        whole_minor = visit.price_minor
        in_parts = whole_minor > 1 and self._draws(_IN_PARTS_SHARE, "service.parts", visit)
        first_minor = whole_minor * 6 // 10 if in_parts else whole_minor
        self._enter(visit, 1, first_minor)
        if in_parts:
            rest_minor = whole_minor - first_minor
            self._plan(visit, _ACCEPTANCE_MEAN_H, self._enter, 2, rest_minor)

    def _enter(self, visit: Visit, part: int, amount_minor: int) -> None:
        actor = f"department/{visit.department.location}"
        body = {
            "po-number": visit.order,
            "entry-number": f"SES-{visit.reference}-{visit.line}-{part}",
            "line-num": visit.line,
            "amount": decimal_2(amount_minor),
            "performed-on": us_date(self._today(visit)),
            "accepted-by": actor,
        }
        self._place.site.try_do("procurement", "accept_service", body, actor)

    def _bill(self, visit: Visit) -> None:
        number = f"{NUMBER_PREFIX}{visit.reference}-{visit.line}"
        self._submit(visit, number)
        share = self._place.site.parameters["service_billed_twice_share"]
        if self._draws(share, "service.billed_twice", visit):
            self._plan(visit, _REMINDER_MEAN_H, self._submit, f"{number}{SECOND_SUFFIX}")

    def _submit(self, visit: Visit, number: str) -> None:
        site = self._place.site
        supplier = site.enterprise.supplier(visit.supplier)
        line = OrderedLine(visit.line, "", 1, "EA", visit.price_minor)
        body = portal_invoice(supplier, number, visit.order, self._today(visit), (line,))
        site.try_do("procurement", "submit_invoice", body, f"supplier/{visit.supplier}")

    def _today(self, visit: Visit) -> date:
        return self._place.site.calendar.day(self._place.agenda.now_s, self._zone(visit))

    def _zone(self, visit: Visit) -> str:
        return self._place.site.enterprise.facility(visit.department.facility).time_zone

    def _plan(self, visit: Visit, mean_h: float, act: Act, *what: Any) -> None:
        """After some office hours, drawn for this act of this visit."""
        agenda, site = self._place.agenda, self._place.site
        wait_h = site.streams.exponential(mean_h, f"service.{act.__name__}", *visit.address)
        wait_s = wait_h * HOUR_S
        at_s = site.calendar.after_office_s(agenda.now_s, wait_s, self._zone(visit))
        agenda.at(at_s, act, visit, *what)

    def _draws(self, share: float, purpose: str, visit: Visit) -> bool:
        return self._place.site.streams.bernoulli(share, purpose, *visit.address)
