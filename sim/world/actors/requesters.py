"""Departments that requisition what no store keeps, in office hours (P04).

Each requisition names several items of one supplier, as wish lists do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.streams import cumulative
from sim.world.agenda import Agenda
from sim.world.builders.pricing import ADHOC_EXTRA_UNITS_MEAN, adhoc_lines_per_day
from sim.world.enterprise import Enterprise
from sim.world.entities import Department, Item
from sim.world.profiles import HourProfile
from sim.world.requisitions import Requisitions, Wanted
from sim.world.rhythms import Rhythm, repeat
from sim.world.site import Site

_LINES_MAX = 30


class Assortment:
    """What can be ordered beside the stock, by supplier; built once for all departments."""

    def __init__(self, enterprise: Enterprise) -> None:
        by_supplier: dict[str, list[Item]] = {}
        for item in enterprise.items:
            if not item.stocked:
                by_supplier.setdefault(item.supplier, []).append(item)
        self.by_supplier: Mapping[str, Sequence[Item]] = by_supplier
        self.suppliers = sorted(by_supplier)
        self.weights = cumulative([len(by_supplier[number]) for number in self.suppliers])


class Requester:
    """One department; its n-th requisition has its own draws."""

    def __init__(
        self,
        site: Site,
        agenda: Agenda,
        requisitions: Requisitions,
        assortment: Assortment,
        department: Department,
    ) -> None:
        self._site = site
        self._agenda = agenda
        self._requisitions = requisitions
        self._assortment = assortment
        self._department = department

    def start(self, profile: HourProfile, share: float) -> None:
        """Registers the process; `share` is the department's part of all such requisitions."""
        enterprise, parameters = self._site.enterprise, self._site.parameters
        lines = adhoc_lines_per_day(parameters, enterprise.beds) * share
        zone = enterprise.facility(self._department.facility).time_zone
        approved = 1.0 - parameters["requisition_rejected_share"]
        per_day = lines / parameters["adhoc_lines_per_order"] / approved
        rhythm = Rhythm("requisition", self._department.location, zone, profile, per_day)
        self._agenda.env.process(repeat(self._site, self._agenda, rhythm, self.request))

    def request(self, n: int) -> None:
        """The n-th requisition."""
        streams, location = self._site.streams, self._department.location
        supplier = streams.weighted(
            self._assortment.suppliers, self._assortment.weights, "adhoc.supplier", location, n
        )
        items = self._assortment.by_supplier[supplier]
        first = streams.integer(0, len(items), "adhoc.item", location, n)
        lines = tuple(
            Wanted(items[(first + nth) % len(items)], self._units(n, nth))
            for nth in range(min(self._line_count(n), len(items)))
        )
        self._requisitions.write(self._department, lines, False, f"department/{location}")

    def _line_count(self, n: int) -> int:
        # The mean of 1 + floor(Exponential(m)) is about m + 0.5.
        extra = max(0.1, self._site.parameters["adhoc_lines_per_order"] - 0.5)
        location = self._department.location
        count = 1 + int(self._site.streams.exponential(extra, "adhoc.lines", location, n))
        return min(_LINES_MAX, count)

    def _units(self, n: int, nth: int) -> int:
        address = ("adhoc.units", self._department.location, n, nth)
        return 1 + int(self._site.streams.exponential(ADHOC_EXTRA_UNITS_MEAN, *address))
