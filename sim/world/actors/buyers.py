"""Buyers who walk the shelves of a hospital at dawn to reorder what runs low (P11).

Distributors are ordered from daily, direct suppliers on their own weekday unless a shelf is nearly
empty; at weekends only what is nearly empty is ordered. Who gets an order anyhow is asked for what
runs low soon as well: the can-order policy (s, c, S) of joint replenishment (Balintfy 1964).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator
from datetime import date
from typing import Any, NamedTuple

import simpy

from sim.world.agenda import Agenda
from sim.world.business_days import ONE_DAY, is_business_day
from sim.world.entities import Facility, Item
from sim.world.offers import Scan
from sim.world.on_order import OnOrder
from sim.world.requisitions import Requisitions, Wanted
from sim.world.site import Site

_OPENS_H = 5.0
_SPREAD_H = 3.0
_PAGE_ROWS = 500
_URGENT_SHARE = 3
"""Below a third of the reorder point a shelf does not wait for its order day."""


class _Short(NamedTuple):
    """A shelf below par. `may_order`: joins an order that its supplier gets anyhow."""

    location: str
    item: Item
    units: int
    must_order: bool
    may_order: bool


class Buyer:
    """The buyer of one hospital; the scan of a day has its own draws."""

    def __init__(
        self,
        site: Site,
        agenda: Agenda,
        requisitions: Requisitions,
        on_order: OnOrder,
        facility: Facility,
    ) -> None:
        self._site = site
        self._agenda = agenda
        self._requisitions = requisitions
        self._on_order = on_order
        self._facility = facility
        self._actor = f"buyer/{facility.code}"
        self._join_share = site.parameters["joint_order_share"]

    def run(self) -> Generator[simpy.Event, None, None]:
        """One scan a day between five and eight, until demand stops."""
        zone = self._facility.time_zone
        day = self._site.calendar.day(self._agenda.now_s, zone)
        while True:
            late_h = _SPREAD_H * self._site.streams.uniform(
                "buyer.scan", self._facility.code, day.isoformat(), 0
            )
            t_s = self._site.calendar.at(day, _OPENS_H + late_h, zone)
            if not self._agenda.demand_open(t_s):
                return
            if t_s >= self._agenda.now_s:
                yield self._agenda.until(t_s)
                self.scan(day)
            day += ONE_DAY

    def scan(self, day: date) -> None:
        """Writes one requisition for each store that needs something, unless S04 proposes."""
        if self._site.offers.scans(Scan(self._facility, day)):
            return
        triggered: set[tuple[str, str]] = set()
        short: list[_Short] = []
        for row in self._below_par():
            shelf = self._short(row, day)
            short.append(shelf)
            if shelf.must_order:
                triggered.add((shelf.location, shelf.item.supplier))
        wanted: dict[str, list[Wanted]] = defaultdict(list)
        for shelf in short:
            joins = shelf.may_order and (shelf.location, shelf.item.supplier) in triggered
            if shelf.must_order or joins:
                wanted[shelf.location].append(Wanted(shelf.item, shelf.units))
        for location, lines in wanted.items():
            department = self._site.enterprise.department_at(location)
            ordered = sorted(lines, key=lambda line: line.item.erp_number)
            self._requisitions.write(department, tuple(ordered), True, self._actor)

    def _below_par(self) -> Iterator[dict[str, Any]]:
        offset = 0
        while True:
            body = {"facility": self._facility.code, "limit": _PAGE_ROWS, "offset": offset}
            page = self._site.desk.do("inventory", "list_below_par", body, self._actor)
            yield from page["items"]
            if len(page["items"]) < _PAGE_ROWS:
                return
            offset += _PAGE_ROWS

    def _short(self, row: dict[str, Any], day: date) -> _Short:
        """What a shelf below par wants today."""
        location, reorder_qty, par_qty = row["location"], row["reorder_qty"], row["par_qty"]
        position = row["on_hand"] + self._on_order.quantity(location, row["item_id"])
        item = self._site.enterprise.item(row["erp_item_number"])
        order_day = self._is_order_day(item, location, day)
        joins_below = reorder_qty + self._join_share * (par_qty - reorder_qty)
        return _Short(
            location=location,
            item=item,
            units=max(1, -(-(par_qty - position) // item.factor)),
            must_order=position * _URGENT_SHARE <= reorder_qty
            or (order_day and position <= reorder_qty),
            may_order=order_day and position <= joins_below,
        )

    def _is_order_day(self, item: Item, location: str, day: date) -> bool:
        if not is_business_day(day):
            return False
        if self._site.enterprise.supplier(item.supplier).distributor:
            return True
        first = self._site.streams.integer(0, 5, "buyer.weekday", item.supplier, location)
        days = max(1, min(5, round(self._site.parameters["direct_order_days_per_week"])))
        return day.weekday() in {(first + nth * 5 // days) % 5 for nth in range(days)}
