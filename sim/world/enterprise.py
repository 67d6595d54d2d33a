"""The hospital group as a whole, built from a seed at a scale.

It is the truth that only the simulator knows: which keys of the systems mean the same
hospital, supplier or item. Scale 1.0 is 5 hospitals with 1,800 beds.

    enterprise = build_enterprise(Streams(7), load_parameters(), 0.02, Calendar(date(2026, 4, 1)))
    enterprise.facility_code("procurement", "SHIP-1001")     # "H01"
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sim.streams import Streams
from sim.world.acquired import AcquiredSite
from sim.world.builders.acquired import build_acquired
from sim.world.builders.budgets import build_budgets
from sim.world.builders.contracts import agree_contracts
from sim.world.builders.drift import disputed_packs, drifted_descriptions, obsolete_items
from sim.world.builders.encounters import build_encounters
from sim.world.builders.facilities import build_departments, build_facilities
from sim.world.builders.items import draft_items
from sim.world.builders.payables import build_open_invoices
from sim.world.builders.places import place_items
from sim.world.builders.pricing import Market, price_items
from sim.world.builders.records import build_records
from sim.world.builders.services import build_services
from sim.world.builders.shelves import Stockroom, stock_shelves
from sim.world.builders.suppliers import build_applicants, build_prospects, build_suppliers
from sim.world.calendar import Calendar
from sim.world.calibration import Parameters
from sim.world.entities import (
    Contract,
    ContractLine,
    Department,
    Encounter,
    Facility,
    Item,
    ObsoleteItem,
    OpenInvoice,
    Prospect,
    ServiceCharge,
    Shelf,
    Supplier,
    SupplierRecord,
)

__all__ = [
    "Contract",
    "ContractLine",
    "Department",
    "Encounter",
    "Enterprise",
    "Facility",
    "Item",
    "ObsoleteItem",
    "OpenInvoice",
    "Prospect",
    "ServiceCharge",
    "Shelf",
    "Supplier",
    "SupplierRecord",
    "build_enterprise",
]


@dataclass(frozen=True)
class Enterprise:
    """The group's masters with opening balances; look-ups are by dict, never by scanning."""

    scale: float
    first_day: date
    facilities: tuple[Facility, ...]
    departments: tuple[Department, ...]
    suppliers: tuple[Supplier, ...]
    prospects: tuple[Prospect, ...]
    items: tuple[Item, ...]
    contracts: tuple[Contract, ...]
    shelves: tuple[Shelf, ...]
    open_invoices: tuple[OpenInvoice, ...]
    encounters: tuple[Encounter, ...]
    budgets: Mapping[str, int]
    """Cost centre -> cents a month."""
    supplier_records: tuple[SupplierRecord, ...] = ()
    obsolete_items: tuple[ObsoleteItem, ...] = ()
    services: tuple[ServiceCharge, ...] = ()
    acquired: tuple[AcquiredSite, ...] = ()
    applicants: tuple[Prospect, ...] = ()
    drifted: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(system, ERP item number) -> a description that nobody brought up to date there."""
    erp_packs: Mapping[str, int] = field(default_factory=dict)
    """ERP item number -> EA in a purchase unit as the ERP has it, where that is wrong."""

    @property
    def beds(self) -> int:
        return sum(facility.beds for facility in self.facilities)

    def facility_code(self, system: str, own_code: str | int) -> str:
        """The group's code of a hospital that a system calls by its own. Raises KeyError."""
        code = self._facility_codes.get(str(own_code))
        if code is None:
            raise KeyError(f"{system} named facility {own_code!r}, which the group does not have")
        return code

    def facility(self, code: str) -> Facility:
        """By the group's code, such as H01."""
        return self._facility_by_code[code]

    def item(self, erp_number: str) -> Item:
        """By ERP item number. Raises KeyError."""
        return self._item_by_number[erp_number]

    def supplier(self, erp_number: str) -> Supplier:
        """By ERP supplier number. Raises KeyError for one created during the run."""
        return self._supplier_by_number[erp_number]

    def description(self, system: str, item: Item) -> str:
        """An item's description as a system has it."""
        return self.drifted.get((system, item.erp_number), item.description)

    def department(self, cost_center: str) -> Department:
        """By cost centre."""
        return self._department_by_cost_center[cost_center]

    def department_at(self, location: str) -> Department:
        """By location, such as H01-OR."""
        return self._department_by_location[location]

    def shelves_at(self, location: str) -> tuple[Shelf, ...]:
        """The shelves of one store, in building order."""
        return self._shelves_by_location.get(location, ())

    @cached_property
    def _facility_codes(self) -> dict[str, str]:
        return {
            str(own): f.code
            for f in self.facilities
            for own in (f.code, f.gln, f.business_unit, f.ship_to, f.billing_id)
        }

    @cached_property
    def _facility_by_code(self) -> dict[str, Facility]:
        return {facility.code: facility for facility in self.facilities}

    @cached_property
    def _item_by_number(self) -> dict[str, Item]:
        return {item.erp_number: item for item in self.items}

    @cached_property
    def _supplier_by_number(self) -> dict[str, Supplier]:
        return {supplier.erp_number: supplier for supplier in self.suppliers}

    @cached_property
    def _department_by_cost_center(self) -> dict[str, Department]:
        return {department.cost_center: department for department in self.departments}

    @cached_property
    def _department_by_location(self) -> dict[str, Department]:
        return {department.location: department for department in self.departments}

    @cached_property
    def _shelves_by_location(self) -> dict[str, tuple[Shelf, ...]]:
        by_location: dict[str, list[Shelf]] = defaultdict(list)
        for shelf in self.shelves:
            by_location[shelf.location].append(shelf)
        return {location: tuple(shelves) for location, shelves in by_location.items()}


def build_enterprise(
    streams: Streams, parameters: Parameters, scale: float, calendar: Calendar
) -> Enterprise:
    """The same group for the same seed, parameters, scale or first day, in a stable order."""
    facilities = build_facilities(streams, scale)
    departments = build_departments(facilities, parameters)
    beds = sum(facility.beds for facility in facilities)
    suppliers = build_suppliers(streams, parameters, scale)
    market = Market(suppliers, parameters, beds)
    drafts = draft_items(streams, parameters, scale, suppliers)
    places = place_items(streams, parameters, drafts, departments)
    priced = price_items(drafts, places, market)
    contracts, items = agree_contracts(streams, priced, drafts, calendar.first_day)
    by_number = {supplier.erp_number: supplier for supplier in suppliers}
    records = build_records(streams, parameters, suppliers)
    stockroom = Stockroom(items, by_number, parameters, beds, calendar.first_day)
    shelves = stock_shelves(streams, places, stockroom)
    return Enterprise(
        scale=scale,
        first_day=calendar.first_day,
        facilities=facilities,
        departments=departments,
        suppliers=suppliers,
        prospects=build_prospects(streams, parameters, scale),
        items=items,
        contracts=contracts,
        shelves=shelves,
        open_invoices=build_open_invoices(
            streams, parameters, (suppliers, contracts), facilities, calendar.first_day
        ),
        encounters=build_encounters(streams, parameters, facilities, calendar.first_day),
        budgets=build_budgets(
            departments, shelves, {item.erp_number: item for item in items}, market
        ),
        supplier_records=records,
        acquired=build_acquired(
            streams, parameters, facilities, (suppliers, records, items), calendar.first_day
        ),
        obsolete_items=obsolete_items(streams, parameters, items),
        services=build_services(
            streams, parameters, scale, sum(bool(item.charge_code) for item in items)
        ),
        applicants=build_applicants(streams, parameters, scale),
        drifted=drifted_descriptions(streams, parameters, items),
        erp_packs=disputed_packs(streams, parameters, items),
    )
