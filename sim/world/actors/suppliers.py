"""Suppliers or distributors who ship what is ordered, then invoice it (S09).

They read an order as soon as it is issued. A line may be back-ordered or come in two parts; what
ships together on a day is one delivery with one invoice, some of them sent on shipment. Of an item
on allocation a line's share ships at once, the rest when there is supply again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from math import log

from mock_systems.service import Effect
from sim.world.actors.docks import Docks
from sim.world.actors.portal import Portal
from sim.world.agenda import Agenda
from sim.world.business_days import is_business_day
from sim.world.calendar import HOUR_S, next_business_day
from sim.world.orders import Order, OrderedLine, Shipment, read_lines
from sim.world.site import Site
from sim.world.supply import Allotment, allot

_BACK_ORDER_SIGMA = 1.0
_REST_WITHIN_D = 5
_DOCK_OPENS_H = 6.0
_DOCK_HOURS = 8.0
_TRANSIT_S = 16 * HOUR_S
"""Assumption: picked in the afternoon, at the dock next morning."""


class Suppliers:
    """All suppliers; each order has its own draws."""

    def __init__(self, site: Site, agenda: Agenda, docks: Docks, portal: Portal) -> None:
        self._site = site
        self._agenda = agenda
        self._docks = docks
        self._portal = portal
        self._orders: dict[tuple[str, str], int] = defaultdict(int)
        site.offers.extras.take(self._plan)

    def order_issued(self, effect: Effect) -> None:
        """Reaction to `procurement.order` or, where orders begin in the ERP, to its import."""
        order = self._read(effect)
        for shipment in self._shipments(order, self._zone(order)):
            self._plan(shipment)

    def _plan(self, shipment: Shipment) -> bool:
        arrives_s = self._arrives_s(shipment, self._zone(shipment.order))
        leaves_s = max(self._agenda.now_s, arrives_s - _TRANSIT_S)
        self._agenda.at(leaves_s, self._depart, shipment)
        self._agenda.at(arrives_s, self._arrive, shipment)
        self._portal.plan(shipment)
        return True

    def _depart(self, shipment: Shipment) -> None:
        packed = self._site.offers.packing(shipment)
        if packed.lines:
            self._site.offers.departures(packed)

    def _arrive(self, shipment: Shipment) -> None:
        packed = self._site.offers.packing(shipment)
        self._docks.receive(packed)
        self._note_backlog(packed, "backlog_arrived", packed.lines)
        self._note_backlog(packed, "backlog_cancelled", packed.never)

    def _note_backlog(self, packed: Shipment, f: str, lines: tuple[OrderedLine, ...]) -> None:
        for line in lines:
            if line.awaited:
                key = f"{packed.order.number}/{line.line}"
                told = f"{line.item}: {line.quantity} {line.uom}"
                self._site.note(f, f"supplier/{packed.order.supplier}", key, told)

    def _zone(self, order: Order) -> str:
        return self._site.enterprise.facility(order.department.facility).time_zone

    def _read(self, effect: Effect) -> Order:
        department = self._site.enterprise.department(effect.facts["cost_center"])
        supplier = effect.facts["supplier"]
        pair = (department.cost_center, supplier)
        self._orders[pair] += 1
        return Order(
            number=effect.key,
            reference=f"{department.cost_center[3:]}-{self._orders[pair]}",
            supplier=supplier,
            department=department,
            lines=read_lines(effect.facts),
        )

    def _shipments(self, order: Order, zone: str) -> list[Shipment]:
        today = self._site.calendar.day(self._agenda.now_s, zone)
        lead_d = self._lead_time_d(order)
        by_day: dict[int, list[OrderedLine]] = defaultdict(list)
        for line in order.lines:
            for part, later_d in self._parts(order, line):
                due = today.toordinal() + max(1, round(lead_d + later_d))
                by_day[_on_business_day(due)].append(part)
        return [
            Shipment(order, n, day, tuple(by_day[day]))
            for n, day in enumerate(sorted(by_day), start=1)
        ]

    def _lead_time_d(self, order: Order) -> float:
        supplier = self._site.enterprise.supplier(order.supplier)
        kind = "distributor" if supplier.distributor else "direct"
        sigma = self._site.parameters[f"lead_time_{kind}_sigma"]
        median = log(supplier.lead_time_median_d)
        return self._site.streams.lognormal(
            median, sigma, "order.lead_time", order.supplier, order.reference
        )

    def _parts(self, order: Order, line: OrderedLine) -> list[tuple[OrderedLine, float]]:
        """The line, or its two parts, each with the days it comes later than the order."""
        streams, parameters = self._site.streams, self._site.parameters
        address = (order.supplier, order.reference, line.line)
        allotted = allot(self._site, line, address, self._agenda.now_s)
        if allotted is not None:
            return self._allotted(order, line, allotted)
        if streams.bernoulli(parameters["back_order_share"], "order.back_order", *address):
            median = log(parameters["back_order_median_d"])
            late_d = streams.lognormal(median, _BACK_ORDER_SIGMA, "order.back_order_d", *address)
            return [(line, late_d)]
        share = parameters["partial_delivery_share"]
        if line.quantity > 1 and streams.bernoulli(share, "order.partial", *address):
            first = -(-line.quantity * 6 // 10)
            rest = line.quantity - first
            if rest:
                later_d = streams.integer(2, _REST_WITHIN_D + 1, "order.rest_d", *address)
                return [
                    (replace(line, quantity=first), 0.0),
                    (replace(line, quantity=rest), later_d),
                ]
        return [(line, 0.0)]

    def _allotted(
        self, order: Order, line: OrderedLine, allotted: Allotment
    ) -> list[tuple[OrderedLine, float]]:
        rest = replace(line, quantity=line.quantity - allotted.now, awaited=True)
        self._site.note(
            "expedited" if allotted.expedited else "back_ordered",
            f"supplier/{order.supplier}",
            f"{order.number}/{line.line}",
            f"{line.item}: {rest.quantity} of {line.quantity} {line.uom}"
            f" after {allotted.later_d:.1f} days",
        )
        parts = [(replace(line, quantity=allotted.now), 0.0)] if allotted.now else []
        return [*parts, (rest, allotted.later_d)]

    def _arrives_s(self, shipment: Shipment, zone: str) -> float:
        order = shipment.order
        spread = self._site.streams.uniform(
            "order.dock_hour", order.supplier, order.reference, shipment.n
        )
        day = date.fromordinal(shipment.day)
        return self._site.calendar.at(day, _DOCK_OPENS_H + _DOCK_HOURS * spread, zone)


def _on_business_day(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return ordinal if is_business_day(day) else next_business_day(day).toordinal()
