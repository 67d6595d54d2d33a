"""Clinicians, buyers and managers at screens over the integration's API layer (S02).

They look up prices and stock before they request something, ask how an order or an invoice stands,
and whether there is budget left. An answer is laid beside what the system of record itself shows:
one that was right at no moment between question and answer, and does not say that it is old, is
noted as `misinformed`. An integration without an API layer answers 501, and nobody is harmed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from integration_under_test.boundary import Answer, Document, Request, Token
from mock_systems.service import Effect
from sim.world.desk import DeskRefused
from sim.world.entities import Department, Facility
from sim.world.parties.party import Place
from sim.world.parties.portal.questions import (
    Facts,
    Look,
    Question,
    budget_of,
    invoice_status,
    order_status,
    price_of,
    stock_of,
)
from sim.world.profiles import office_week
from sim.world.rhythms import Rhythm, repeat

NAME = "portal"
TOKEN_LIFE = timedelta(minutes=5)
RECENT = 20
"""Documents of a facility that people still ask about."""
_AMOUNTS_MINOR = (5_000, 50_000)
"""Assumption: what somebody checks a budget for, from and to."""


class Portal:
    """One screen for each department; a question has its own draws, by its number there."""

    id = "S02"
    flows = ("P03", "P04", "P07", "P11")
    sends: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        self._orders: dict[str, deque[str]] = {}
        self._invoices: dict[str, deque[tuple[str, str]]] = {}

    def mailboxes(self) -> Iterable[str]:
        """None: screens."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """There is no mailbox to send to."""
        return f"{mailbox} takes no documents, got {document.id}"

    def start(self) -> None:
        """The departments begin to ask."""
        site, agenda = self._place.site, self._place.agenda
        per_day = site.parameters["portal_questions_per_department_day"]
        for department in site.enterprise.departments:
            zone = site.enterprise.facility(department.facility).time_zone
            rhythm = Rhythm("portal", department.location, zone, office_week(), per_day)
            act = partial(self._wonder, department)
            agenda.env.process(repeat(site, agenda, rhythm, act))

    def on_effect(self, system: str, effect: Effect) -> None:
        """People know of their facility's latest orders and invoices."""
        if effect.kind == "procurement.order" and effect.count > 0:
            self._recent(self._orders, effect.facility).append(effect.key)
        elif effect.kind == "erp.invoice" and effect.count > 0:
            supplier, _, number = effect.key.partition("/")
            self._recent(self._invoices, effect.facility).append((supplier, number))

    def _recent(self, known: dict[str, deque[Any]], code: str) -> deque[Any]:
        for system in ("procurement", "erp"):
            try:
                facility = self._place.site.enterprise.facility_code(system, code)
            except LookupError:
                continue
            return known.setdefault(facility, deque(maxlen=RECENT))
        return deque(maxlen=0)

    def _wonder(self, department: Department, n: int) -> None:
        """The n-th question at a screen; nothing if there is nothing yet to ask about."""
        question = self._question(department, n)
        if question is None:
            return
        facility = self._place.site.enterprise.facility(department.facility)
        before = self._seen(question.look)
        request = self._request(question, department, facility, n)
        heard = partial(self._heard, question, department, before)
        self._place.ask(NAME, request, question.key, heard)

    def _question(self, department: Department, n: int) -> Question | None:
        site = self._place.site
        streams, address = site.streams, (department.location, n)
        kind = streams.choice(("price", "stock", "order", "invoice", "budget"), "ask", *address)
        if kind == "budget":
            low, high = _AMOUNTS_MINOR
            return budget_of(department, streams.integer(low, high, "ask.amount", *address))
        if kind == "order":
            orders = self._orders.get(department.facility)
            return order_status(streams.choice(orders, "ask.order", *address)) if orders else None
        if kind == "invoice":
            known = self._invoices.get(department.facility)
            return invoice_status(*streams.choice(known, "ask.bill", *address)) if known else None
        shelves = site.enterprise.shelves_at(department.location)
        if not shelves:
            return None
        shelf = streams.choice(shelves, "ask.item", *address)
        item = site.enterprise.item(shelf.item)
        if kind == "stock":
            return stock_of(shelf, item)
        facility = site.enterprise.facility(department.facility)
        today = site.calendar.day(self._place.agenda.now_s, facility.time_zone)
        return price_of(item, facility, today.isoformat())

    def _request(
        self, question: Question, department: Department, facility: Facility, n: int
    ) -> Request:
        caller = f"{NAME}/{department.location}"
        now = self._place.site.calendar.epoch + timedelta(seconds=self._place.agenda.now_s)
        token = Token(caller, (question.scope,), (facility.gln,), now + TOKEN_LIFE)
        id_ = f"{department.location}-{n}"
        return Request(question.service, question.body, caller, f"{caller}-{n}", id_, token)

    def _heard(
        self,
        question: Question,
        department: Department,
        before: Facts | None,
        answer: Answer | None,
    ) -> None:
        """Whether an answer that claims to be of now was true at either end of its way."""
        if answer is None or answer.status != 200 or answer.body["stale"]:
            return
        told = question.told(answer.body["result"])
        if told not in (before, self._seen(question.look)):
            actor = f"{NAME}/{department.location}"
            self._place.site.note("misinformed", actor, question.key, f"{question.service}: {told}")

    def _seen(self, look: Look) -> Facts | None:
        try:
            answer = self._place.site.desk.do(look.system, look.operation, look.body, NAME)
        except DeskRefused:
            return None
        return look.read(answer)
