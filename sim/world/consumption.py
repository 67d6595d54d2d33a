"""Taking supplies from a shelf for a patient, as nurses record it.

Wards or theatres differ in what they take and when, not in how it is recorded: now and then hours
later, always under the patient's encounter. A shelf that cannot serve is a stock-out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from sim.streams import cumulative
from sim.world.agenda import Agenda
from sim.world.calendar import HOUR_S
from sim.world.census import Census
from sim.world.desk import DeskRefused
from sim.world.entities import Department, Item, Shelf
from sim.world.site import Site
from sim.world.spike import late_booking_factor
from sim.world.wire import stamp

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
        lot = self._scanned_lot(shelf, item, quantity) if item.implant else ""
        if lot is None:
            return self._stock_out(shelf, "no lot on the shelf")
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
            if refused.status != 409:
                self._site.note("refused", self.actor, shelf.item, str(refused.body)[:200])
            else:
                self._stock_out(shelf, f"wanted {quantity}")

    def _scanned_lot(self, shelf: Shelf, item: Item, quantity: int) -> str | None:
        """An implant is opened in theatre, so its lot is known: the first to expire."""
        body = {"location": self.department.location, "item_id": item.inventory_id}
        stock = self._site.desk.do("inventory", "get_stock", body, self.actor)
        lots = (lot["lot"] for lot in stock["lots"] if lot["qty"] >= quantity)
        return next(lots, None)

    def _stock_out(self, shelf: Shelf, detail: str) -> None:
        self._site.note("stock_out", self.actor, f"{shelf.location}/{shelf.item}", detail)

    def _encounter(self, n: int) -> str:
        streams, location = self._site.streams, self.department.location
        kind = streams.weighted(self._mix.kinds, self._weights, "usage.class", location, n)
        address = ("usage.encounter", location, n)
        return self._census.pick(streams, self.department.facility, kind, address)

    def _delay_s(self, n: int) -> float:
        site, location = self._site, self.department.location
        day = site.calendar.day(self._agenda.now_s, self.zone)
        share = site.parameters["usage_late_share"] * late_booking_factor(site.parameters, day)
        if not site.streams.bernoulli(share, "usage.late", location, n):
            return 0.0
        median = log(_LATE_MEDIAN_H)
        return HOUR_S * site.streams.lognormal(median, _LATE_SIGMA, "usage.delay", location, n)
