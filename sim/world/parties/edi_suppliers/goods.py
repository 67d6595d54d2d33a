"""What the suppliers put into their deliveries, as they have decided and as the group has.

A rejected or cancelled line never leaves; a cut one leaves with less; a substitute waits for its
approval, the ordered item for the refusal of it. Of a line in parts the group may give up the rest.
A delivery is packed once: who asks again is told the same.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from sim.world.agenda import Agenda
from sim.world.business_days import is_business_day
from sim.world.calendar import next_business_day
from sim.world.orders import Order, OrderedLine, Shipment
from sim.world.parties.edi_suppliers.decisions import Decision, Decisions
from sim.world.site import Site

EXTRA_FROM = 100
"""Deliveries beside those that were planned are numbered from here, by line."""
APPROVED, REJECTED = "approved", "rejected"

Line = tuple[str, int]
"""Order with line."""


class Goods:
    """The dispatch of all suppliers that take part."""

    def __init__(self, site: Site, agenda: Agenda, decisions: Decisions) -> None:
        self._site = site
        self._agenda = agenda
        self._decisions = decisions
        self._orders: dict[str, Order] = {}
        self._decided: dict[Line, Decision] = {}
        self._packed: dict[tuple[str, int], Shipment] = {}
        self._left: dict[Line, int] = defaultdict(int)
        self._answers: dict[Line, str] = {}
        self._waiting: set[Line] = set()
        self._left_house: set[Line] = set()
        self._released: set[Line] = set()
        self._told: set[Line] = set()

    def order(self, order: Order) -> None:
        """Takes note of an order, and of what its supplier decides on it."""
        self._orders[order.number] = order
        answers = self._decisions.answers(order.supplier, order.reference)
        for line in order.lines:
            decision = Decision("IA", line.quantity, line.price_minor)
            if answers:
                address = (order.supplier, order.reference, line.line)
                decision = self._decisions.of(line, address, self._agenda.now_s)
            self._decided[order.number, line.line] = decision
            self._left[order.number, line.line] = decision.quantity

    def decision(self, number: str, line: int) -> Decision | None:
        """What the supplier decided on a line, None for an order of nobody here."""
        return self._decided.get((number, line))

    def held(self, number: str, line: int) -> OrderedLine | None:
        """An ordered line of which nothing was packed so far."""
        order = self._orders.get(number)
        if order is None or (number, line) in self._left_house:
            return None
        return next((one for one in order.lines if one.line == line), None)

    def release(self, number: str, line: int) -> Order:
        """The group has cancelled the line: nothing of it will leave any more."""
        self._released.add((number, line))
        return self._orders[number]

    def rest(self, number: str, line: int) -> OrderedLine | None:
        """What of an allotted line will come later or never, unless it has left by now."""
        decision = self._decided.get((number, line))
        if decision is None or not (decision.final or decision.at_once):
            return None
        ordered = next(one for one in self._orders[number].lines if one.line == line)
        rest = ordered.quantity - (decision.at_once or decision.quantity)
        if not decision.final and self._left[number, line] < rest:
            return None
        return replace(ordered, quantity=rest)

    def give_up(self, rest: OrderedLine, number: str) -> Order:
        """The group no longer wants the rest of a line, if it was to come at all."""
        place = (number, rest.line)
        if not self._decided[place].final:
            self._left[place] -= rest.quantity
        return self._orders[number]

    def pack(self, planned: Shipment) -> Shipment:
        """A delivery as it leaves."""
        if planned.order.number not in self._orders:
            return planned
        place = (planned.order.number, planned.n)
        if place not in self._packed:
            self._packed[place] = self._fill(planned)
        return self._packed[place]

    def answered(self, number: str, line: int, answer: str) -> None:
        """The group approved or rejected a substitute."""
        place = (number, line)
        if number not in self._orders or place in self._answers:
            return
        self._answers[place] = answer
        order, decision = self._orders[number], self._decided[place]
        ordered = next(one for one in order.lines if one.line == line)
        if answer == APPROVED:
            instead = replace(
                ordered,
                item=decision.substitute,
                price_minor=decision.price_minor,
                instead_of=ordered.item,
            )
            self._send(order, instead)
        elif place in self._waiting:
            self._send(order, ordered)

    def _fill(self, planned: Shipment) -> Shipment:
        lines, never = [], []
        for line in planned.lines:
            place = (planned.order.number, line.line)
            decision = self._decided[place]
            if decision.status == "IS":
                if self._answers.get(place) == REJECTED:
                    lines.append(line)
                elif place not in self._answers:
                    self._waiting.add(place)
                continue
            quantity = min(line.quantity, self._left[place])
            if decision.status == "IR" or place in self._released:
                quantity = 0
            self._left[place] -= quantity
            if quantity:
                self._left_house.add(place)
                lines.append(replace(line, quantity=quantity, price_minor=decision.price_minor))
            missing = self._missing(place, line.quantity - quantity, decision)
            if missing:
                awaited = line.awaited or decision.final
                never.append(replace(line, quantity=missing, awaited=awaited))
        return replace(planned, lines=tuple(lines), never=tuple(never))

    def _missing(self, place: Line, short: int, decision: Decision) -> int:
        """Of an allotted line its buyers hear at once how much of all of it will not come."""
        if not decision.final:
            return short
        if place in self._told:
            return 0
        self._told.add(place)
        ordered = next(one for one in self._orders[place[0]].lines if one.line == place[1])
        return ordered.quantity - (decision.quantity if decision.status == "IQ" else 0)

    def _send(self, order: Order, line: OrderedLine) -> None:
        """One more delivery, packed as it is."""
        supplier = self._site.enterprise.supplier(order.supplier)
        zone = self._site.enterprise.facility(order.department.facility).time_zone
        today = self._site.calendar.day(self._agenda.now_s, zone)
        day = today + timedelta(days=max(1, round(supplier.lead_time_median_d)))
        n = EXTRA_FROM + line.line
        extra = Shipment(order, n, _on_business_day(day).toordinal(), (line,))
        self._packed[order.number, n] = extra
        self._site.offers.extras(extra)


def _on_business_day(day: date) -> date:
    return day if is_business_day(day) else next_business_day(day)
