"""Taking supplies from a shelf for a patient, as nurses record it.

Wards or theatres differ in what they take and when, not in how it is recorded: now and then hours
later, always under the patient's encounter. A shelf that cannot serve is a stock-out. Of an item
that is scarce they first look up what may stand in for it: what nobody told the inventory
application they do not find. In a surge they request at once what they found missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from sim.streams import cumulative
from sim.world.agenda import Agenda
from sim.world.calendar import HOUR_S
from sim.world.census import Census
from sim.world.desk import DeskRefused
from sim.world.entities import Department, Item, Shelf
from sim.world.offers import Request
from sim.world.site import Site
from sim.world.spike import late_booking_factor
from sim.world.surge import Surge
from sim.world.wire import stamp

Used = tuple[int, str, str]
"""EA, for which encounter, when."""

URGENT = "urgent"
"""Whoever requests what cannot wait for the morning's scan."""
_LATE_MEDIAN_H = 6.0
_LATE_SIGMA = 0.6


@dataclass(frozen=True)
class PatientMix:
    """Which classes of encounter a department treats, by weight."""

    kinds: tuple[str, ...]
    weights: tuple[float, ...]


class PointOfUse:
    """One department's store as its nurses use it. The n-th usage has its own draws."""

    def __init__(
        self, site: Site, agenda: Agenda, census: Census, department: Department, mix: PatientMix
    ) -> None:
        self._site = site
        self._agenda = agenda
        self._census = census
        self._mix = mix
        self._surge = Surge(site)
        self._requested: dict[str, date] = {}
        """Item -> the day on which it was requested last."""
        self._weights = cumulative(mix.weights)
        self.department = department
        self.zone = site.enterprise.facility(department.facility).time_zone
        self.actor = f"{department.kind}/{department.location}"

    def item(self, shelf: Shelf) -> Item:
        return self._site.enterprise.item(shelf.item)

    def pick(self, shelves: Sequence[Shelf], weights: Sequence[float], n: int) -> Shelf:
        """The shelf that the n-th usage takes from."""
        location = self.department.location
        return self._site.streams.weighted(shelves, weights, "usage.item", location, n)

    def quantity(self, n: int) -> int:
        """EA of the n-th usage: 1 + floor(Exponential)."""
        mean = self._site.parameters["usage_extra_units_mean"]
        location = self.department.location
        return 1 + int(self._site.streams.exponential(mean, "usage.quantity", location, n))

    def use(self, shelf: Shelf, quantity: int, n: int) -> None:
        """Records the n-th usage, at once or hours later under its true time."""
        performed_at = stamp(self._site.calendar.local(self._agenda.now_s, self.zone))
        encounter = self._encounter(n)
        delay_s = self._delay_s(n)
        if delay_s and self._agenda.now_s + delay_s < self._agenda.settled_at_s:
            at_s = self._agenda.now_s + delay_s
            self._agenda.at(at_s, self._record, shelf, quantity, encounter, performed_at)
        else:
            self._record(shelf, quantity, encounter, performed_at)

    def _record(self, shelf: Shelf, quantity: int, encounter: str, performed_at: str) -> None:
        item = self.item(shelf)
        used = (quantity, encounter, performed_at)
        missing = self._take(item, used)
        if missing and not self._taken_instead(item, used):
            self._stock_out(shelf, missing)

    def _take(self, item: Item, used: Used) -> str:
        """Records a usage; why not, if nothing suitable is on the shelf."""
        quantity, encounter, performed_at = used
        lot = self._scanned_lot(item, quantity) if item.implant else ""
        if lot is None:
            return "no lot on the shelf"
        body = {
            "facility": self.department.facility,
            "location": self.department.location,
            "item_id": item.inventory_id,
            "qty": quantity,
            "lot": lot,
            "encounter_id": encounter,
            "performed_at": performed_at,
        }
        try:
            self._site.desk.do("inventory", "record_usage", body, self.actor)
        except DeskRefused as refused:
            if refused.status == 409:
                return f"wanted {quantity}"
            self._site.note("refused", self.actor, item.erp_number, str(refused.body)[:200])
        return ""

    def _taken_instead(self, item: Item, used: Used) -> bool:
        """Whether a substitute that the application knows was there."""
        if not self._site.supply.is_scarce(item.erp_number, self._agenda.now_s):
            return False
        asked = {"item_id": item.inventory_id}
        found = self._site.desk.do("inventory", "find_cross_references", asked, self.actor)
        agreed = {one["substitute_item_id"] for one in found["cross_references"]}
        for other in self._site.enterprise.items:
            if other.inventory_id in agreed and not self._take(other, used):
                key = f"{self.department.location}/{item.erp_number}"
                self._site.note("substituted", self.actor, key, other.erp_number)
                return True
        return False

    def _scanned_lot(self, item: Item, quantity: int) -> str | None:
        """An implant is opened in theatre, so its lot is known: the first to expire."""
        body = {"location": self.department.location, "item_id": item.inventory_id}
        stock = self._site.desk.do("inventory", "get_stock", body, self.actor)
        lots = (lot["lot"] for lot in stock["lots"] if lot["qty"] >= quantity)
        return next(lots, None)

    def _stock_out(self, shelf: Shelf, detail: str) -> None:
        self._site.note("stock_out", self.actor, f"{shelf.location}/{shelf.item}", detail)
        day = self._site.calendar.day(self._agenda.now_s, self.zone)
        is_surge = self._surge.height(self._agenda.now_s) > 0
        if is_surge and self._requested.get(shelf.item) != day:
            self._requested[shelf.item] = day
            item = self.item(shelf)
            units = max(1, -(-shelf.reorder_qty // item.factor))
            self._site.offers.requests(Request(self.department, item, units, URGENT))

    def _encounter(self, n: int) -> str:
        streams, location = self._site.streams, self.department.location
        kind = streams.weighted(self._mix.kinds, self._weights, "usage.class", location, n)
        address = ("usage.encounter", location, n)
        return self._census.pick(streams, self.department.facility, kind, address)

    def _delay_s(self, n: int) -> float:
        site, location = self._site, self.department.location
        day = site.calendar.day(self._agenda.now_s, self.zone)
        share = site.parameters["usage_late_share"] * late_booking_factor(site.parameters, day)
        share *= self._surge.late_factor(self._agenda.now_s)
        if not site.streams.bernoulli(share, "usage.late", location, n):
            return 0.0
        median = log(_LATE_MEDIAN_H)
        return HOUR_S * site.streams.lognormal(median, _LATE_SIGMA, "usage.delay", location, n)
