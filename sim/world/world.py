"""The people of the hospital group with its partners, put to work.

World is what the experiment holds: it starts the actors, tells them of committed effects, hands
them the integration's work items. Nothing here calls the integration but `resolve`.

    world = World(Site(clock, streams, enterprise, calendar, parameters, desk, note))
    world.start()
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from integration_under_test.boundary import Resolution, WorkItem
from mock_systems.service import Effect
from sim.world.actors.accountants import Accountants
from sim.world.actors.approvers import Approvers
from sim.world.actors.buyers import Buyer
from sim.world.actors.clerks import Clerks
from sim.world.actors.closing import Closing
from sim.world.actors.contracts_desk import ContractsDesk
from sim.world.actors.docks import Docks
from sim.world.actors.payables import Payables
from sim.world.actors.period_opening import PeriodOpening
from sim.world.actors.portal import Portal
from sim.world.actors.registration import Registration
from sim.world.actors.requesters import Assortment, Requester
from sim.world.actors.supplier_desk import SupplierDesk
from sim.world.actors.suppliers import Suppliers
from sim.world.actors.theatres import Theatre
from sim.world.actors.wards import EMERGENCY_PATIENTS, MIXED_PATIENTS, WARD_PATIENTS, Ward
from sim.world.agenda import Agenda
from sim.world.calendar import HOUR_S
from sim.world.census import Census
from sim.world.entities import Department
from sim.world.on_order import OnOrder
from sim.world.profiles import emergency_week, office_week, surgery_week, ward_week
from sim.world.replayed import Replayed
from sim.world.requisitions import Requisitions
from sim.world.site import Site

__all__ = ["Site", "World"]


class World:
    """All actors of one run. `resolve` is set by the host of the integration."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.closes: tuple[str, ...] = site.closes
        self.agenda = Agenda(site.clock.env, site.parameters["settle_h"] * HOUR_S)
        self.resolve: Callable[[Resolution], None] = lambda _resolution: None
        self.watchers: list[Callable[[str, Effect], None]] = []
        """Who else hears of every effect; like the actors they only plan, never call a system."""
        on_order = OnOrder()
        self._census = Census(site.enterprise)
        self._requisitions = Requisitions(site, on_order)
        self._on_order = on_order
        self.replayed = Replayed(site, self._requisitions)
        """Is told of what a load test does in place of people."""
        self._closings: list[Closing] = []
        self._payables = Payables(site, self.agenda)
        self.contracts_desk = ContractsDesk(site, self.agenda)
        self._clerks = Clerks(site, self.agenda, self._resolve)
        suppliers = Suppliers(
            site, self.agenda, Docks(site, self.agenda, on_order), Portal(site, self.agenda)
        )
        self._requisitions.submit = Approvers(site, self.agenda, self._requisitions).submit
        self._reactions: Mapping[str, Callable[[Effect], None]] = {
            "procurement.order": suppliers.order_issued,
            "procurement.order_import": suppliers.order_issued,
            "procurement.budget_decision": self._requisitions.budget_decided,
            "erp.invoice_status": self._payables.status_changed,
            "erp.subledger_totals": self._totals_arrived,
            "billing.encounter": self._census.registered,
            "billing.encounter_status": self._census.moved,
        }

    @property
    def stop_demand_at_s(self) -> float:
        """After this instant nothing new is started; what is under way arrives within a day."""
        return self.agenda.stop_demand_at_s

    @stop_demand_at_s.setter
    def stop_demand_at_s(self, t_s: float) -> None:
        self.agenda.stop_demand_at_s = t_s

    def start(self) -> None:
        """Registers every actor's process."""
        self._start_care()
        self._start_buying()
        self._start_offices()

    def on_effect(self, system: str, effect: Effect) -> None:
        """Hears of every committed effect; only plans, never calls a system."""
        reaction = self._reactions.get(effect.kind)
        if reaction is not None:
            reaction(effect)
        for watcher in self.watchers:
            watcher(system, effect)

    def open_item(self, item: WorkItem) -> None:
        """Takes an exception of the integration into the clerks' queue."""
        self._clerks.open_item(item)

    def _start_care(self) -> None:
        site, agenda, census = self.site, self.agenda, self._census
        ward, emergency, surgery = ward_week(), emergency_week(), surgery_week()
        arrivals = {"I": ward, "E": emergency, "O": office_week()}
        for facility in site.enterprise.facilities:
            for kind, profile in arrivals.items():
                Registration(site, agenda, facility, kind).start(profile)
        with_emergency = self._with_emergency()
        for department in site.enterprise.departments:
            if department.kind == "theatre":
                Theatre(site, agenda, census, department).start(surgery)
            elif department.kind == "emergency":
                Ward(site, agenda, census, department, EMERGENCY_PATIENTS).start(emergency)
            elif department.kind == "ward":
                alone = department.facility in with_emergency
                mix = WARD_PATIENTS if alone else MIXED_PATIENTS
                Ward(site, agenda, census, department, mix).start(ward)

    def _with_emergency(self) -> frozenset[str]:
        departments: tuple[Department, ...] = self.site.enterprise.departments
        return frozenset(d.facility for d in departments if d.kind == "emergency")

    def _start_buying(self) -> None:
        site, agenda = self.site, self.agenda
        enterprise, office = site.enterprise, office_week()
        for facility in enterprise.facilities:
            buyer = Buyer(site, agenda, self._requisitions, self._on_order, facility)
            agenda.env.process(buyer.run())
        assortment = Assortment(enterprise)
        weights = sum(department.adhoc_weight for department in enterprise.departments)
        for department in enterprise.departments:
            requester = Requester(site, agenda, self._requisitions, assortment, department)
            requester.start(office, department.adhoc_weight / weights)

    def _start_offices(self) -> None:
        site, agenda, office = self.site, self.agenda, office_week()
        accountants = Accountants(site, agenda)
        agenda.env.process(accountants.run())
        agenda.env.process(self._payables.run())
        SupplierDesk(site, agenda).start(office)
        PeriodOpening(site, agenda).start()
        self.contracts_desk.start(office)
        for period in self.closes:
            closing = Closing(site, agenda, period, accountants.period_closed)
            self._closings.append(closing)
            agenda.env.process(closing.run())

    def _resolve(self, resolution: Resolution) -> None:
        self.resolve(resolution)

    def _totals_arrived(self, effect: Effect) -> None:
        for closing in self._closings:
            closing.totals_arrived(effect)
