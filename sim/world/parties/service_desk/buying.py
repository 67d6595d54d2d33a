"""From a department's wish for a service to its order (S02, P04): a buyer finds the firm, the
budget holder decides; budget and order then take the ordinary way.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from math import log
from typing import Any

from sim.world.agenda import Act
from sim.world.builders.pricing import adhoc_lines_per_day
from sim.world.calendar import HOUR_S
from sim.world.entities import Contract, Department, Supplier
from sim.world.parties.edi_suppliers.speakers import edi_speakers
from sim.world.parties.party import Place
from sim.world.parties.service_desk.jobs import visits
from sim.world.profiles import office_week
from sim.world.rhythms import Rhythm, repeat
from sim.world.wire import us_date

BUYER = "buyer/services"
APPROVER = "approver"
_NEEDED_WITHIN = timedelta(days=14)
_SOURCING_MEAN_H = 1.5
"""Assumption: office hours until a buyer has found the firm."""


class Buying:
    """A department's n-th requisition has its own draws."""

    def __init__(self, place: Place) -> None:
        site = place.site
        self._site = site
        self._agenda = place.agenda
        speakers = frozenset(edi_speakers(site.enterprise, site.parameters))
        self._firms: list[Supplier] = [
            supplier
            for supplier in site.enterprise.suppliers
            if not supplier.distributor and supplier.erp_number not in speakers
        ]
        self._contracts: dict[str, Contract] = {
            contract.supplier: contract for contract in site.enterprise.contracts
        }

    def start(self) -> None:
        """Registers each department's process; nobody buys where there is no firm."""
        enterprise, parameters = self._site.enterprise, self._site.parameters
        if not self._firms:
            return
        of_goods = adhoc_lines_per_day(parameters, enterprise.beds)
        of_goods /= parameters["adhoc_lines_per_order"]
        per_day = of_goods * parameters["service_requisition_share"]
        weights = sum(department.adhoc_weight for department in enterprise.departments)
        for department in enterprise.departments:
            zone = enterprise.facility(department.facility).time_zone
            rhythm = Rhythm(
                "service",
                department.location,
                zone,
                office_week(),
                per_day * department.adhoc_weight / weights,
            )
            act = partial(self.request, department)
            self._agenda.env.process(repeat(self._site, self._agenda, rhythm, act))

    def request(self, department: Department, n: int) -> None:
        """The n-th wish of a department."""
        site, address = self._site, (department.location, n)
        facility = site.enterprise.facility(department.facility)
        today = site.calendar.day(self._agenda.now_s, facility.time_zone)
        actor = f"department/{department.location}"
        lines = visits(site.streams, address)
        body = {
            "requester": actor,
            "cost-center": department.cost_center,
            "ship-to": facility.ship_to,
            "need-by": us_date(today + _NEEDED_WITHIN),
            "lines": lines,
        }
        answer = site.try_do("procurement", "create_requisition", body, actor)
        if answer is None:
            return
        wait_h = site.streams.exponential(_SOURCING_MEAN_H, "service.sourcing_h", *address)
        self._plan(department, wait_h, self._source, department, n, answer["id"], len(lines))

    def _source(self, department: Department, n: int, requisition: int, lines: int) -> None:
        """One firm for all visits, under its contract if it has one that day; without a firm the
        requisition goes no further."""
        site, address = self._site, (department.location, n)
        firm = site.streams.choice(self._firms, "service.firm", *address)
        body: dict[str, Any] = {
            "id": requisition,
            "buyer": BUYER,
            "supplier-id": firm.procurement_id,
            **self._agreed(department, firm),
        }
        for line in range(1, lines + 1):
            sourced = {**body, "line-num": line}
            if site.try_do("procurement", "assign_source", sourced, BUYER) is None:
                return
        median = log(site.parameters["requisition_approval_adhoc_median_h"])
        sigma = site.parameters["requisition_approval_sigma"]
        wait_h = site.streams.lognormal(median, sigma, "service.approval_h", *address)
        self._plan(department, wait_h, self._decide, department, n, requisition)

    def _agreed(self, department: Department, firm: Supplier) -> dict[str, str]:
        contract = self._contracts.get(firm.erp_number)
        zone = self._site.enterprise.facility(department.facility).time_zone
        today = self._site.calendar.day(self._agenda.now_s, zone)
        if contract is None or not contract.effective_from <= today <= contract.effective_to:
            return {}
        return {"contract-number": contract.number}

    def _decide(self, department: Department, n: int, requisition: int) -> None:
        share = self._site.parameters["requisition_rejected_share"]
        rejected = self._site.streams.bernoulli(share, "service.rejected", department.location, n)
        body = {
            "id": requisition,
            "decision": "rejected" if rejected else "approved",
            "approver": department.cost_center,
        }
        self._site.try_do("procurement", "decide_requisition", body, APPROVER)

    def _plan(self, department: Department, office_h: float, act: Act, *what: Any) -> None:
        zone = self._site.enterprise.facility(department.facility).time_zone
        at_s = self._site.calendar.after_office_s(self._agenda.now_s, office_h * HOUR_S, zone)
        self._agenda.at(at_s, act, *what)
