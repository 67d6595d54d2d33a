"""Loads the group's masters with opening balances into the five systems.

Each system gets its own keys, formats or units: only the enterprise knows how they correspond.
Loading records no effect; what is loaded is the state of the night before the first day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from mock_systems.service import System
from sim.world.business_days import next_period
from sim.world.enterprise import Enterprise
from sim.world.entities import Item, Shelf
from sim.world.wire import WORD_UNIT, compact_date, decimal_2, decimal_4

Row = dict[str, Any]
Rows = Iterable[Row]
_OPEN_PERIODS = 4


def load_masters(enterprise: Enterprise, systems: Mapping[str, System]) -> None:
    """Loads every kind that each of the given systems takes, in the order it needs."""
    for name, kinds in _TABLES.items():
        if name in systems:
            for kind, rows in kinds.items():
                systems[name].load(kind, rows(enterprise))


def periods(enterprise: Enterprise) -> Iterator[tuple[str, bool]]:
    """(period, whether it is open): last month closed, this one with the next three open."""
    current = f"{enterprise.first_day:%Y-%m}"
    yield f"{enterprise.first_day.replace(day=1) - timedelta(days=1):%Y-%m}", False
    for _ in range(_OPEN_PERIODS):
        yield current, True
        current = next_period(current)


# ----------------------------------------------------------------------------- S01 ERP


def _erp_locations(e: Enterprise) -> Rows:
    for f in e.facilities:
        unit = {"BusinessUnit": f.business_unit, "Name": f.name, "GLN": f.gln}
        yield {**unit, "TimeZone": f.time_zone}


def _erp_cost_centers(e: Enterprise) -> Rows:
    for d in e.departments:
        yield {
            "CostCenter": d.cost_center,
            "Name": d.name,
            "BusinessUnit": e.facility(d.facility).business_unit,
            "Budget": decimal_2(e.budgets[d.cost_center]),
        }


def _erp_suppliers(e: Enterprise) -> Rows:
    for s in e.suppliers:
        yield {
            "SupplierNumber": s.erp_number,
            "SupplierName": s.name,
            "TaxIdentifier": s.tax_id,
            "PaymentTerms": s.terms,
            "Status": "ACTIVE",
        }


def _erp_items(e: Enterprise) -> Rows:
    for item in e.items:
        yield {
            "ItemNumber": item.erp_number,
            "Description": item.description,
            "PrimaryUOMCode": "EA",
            "StandardCost": decimal_2(item.standard_cost_minor),
            "Stocked": item.stocked,
            "Units": _erp_units(item),
        }


def _erp_units(item: Item) -> list[Row]:
    each = {"UOMCode": "EA", "Factor": 1}
    if item.factor == 1:
        return [each]
    return [each, {"UOMCode": item.purchase_uom, "Factor": item.factor}]


def _erp_periods(e: Enterprise) -> Rows:
    for period, is_open in periods(e):
        yield {"PeriodName": period, "Status": "OPEN" if is_open else "CLOSED"}


def _erp_open_invoices(e: Enterprise) -> Rows:
    for invoice in e.open_invoices:
        yield {
            "SupplierNumber": invoice.supplier,
            "InvoiceNumber": invoice.number,
            "InvoiceDate": invoice.issued.isoformat(),
            "DueDate": invoice.due.isoformat(),
            "InvoiceAmount": decimal_2(invoice.amount_minor),
            "BusinessUnit": e.facility(invoice.facility).business_unit,
            "SourceOrderNumber": invoice.order,
            "ContractNumber": invoice.contract,
        }


def _erp_opening_stock(e: Enterprise) -> Rows:
    value_minor = {f.code: 0 for f in e.facilities}
    for shelf in e.shelves:
        value_minor[shelf.facility] += shelf.opening_qty * e.item(shelf.item).standard_cost_minor
    for f in e.facilities:
        yield {"BusinessUnit": f.business_unit, "Amount": decimal_2(value_minor[f.code])}


# ----------------------------------------------------------------------------- S02 procurement


def _ship_tos(e: Enterprise) -> Rows:
    for f in e.facilities:
        yield {"code": f.ship_to, "name": f.name, "gln": f.gln, "time-zone": f.time_zone}


def _procurement_suppliers(e: Enterprise) -> Rows:
    for s in e.suppliers:
        yield {
            "id": s.procurement_id,
            "name": s.name,
            "tax-id": s.tax_id,
            "erp-number": s.erp_number,
            "payment-term": s.terms,
            "status": "active",
            "erp-version": 1,
        }


def _catalogue(e: Enterprise) -> Rows:
    for item in e.items:
        yield {
            "item-number": item.erp_number,
            "description": item.description,
            "supplier-id": e.supplier(item.supplier).procurement_id,
            "uom": WORD_UNIT[item.purchase_uom],
            "unit-price": decimal_4(item.price_minor),
            "contract-number": item.contract,
        }


def _procurement_open_invoices(e: Enterprise) -> Rows:
    for invoice in e.open_invoices:
        yield {
            "supplier-id": e.supplier(invoice.supplier).procurement_id,
            "erp-number": invoice.supplier,
            "invoice-number": invoice.number,
            "po-number": invoice.order,
            "total": decimal_2(invoice.amount_minor),
            "contract-number": invoice.contract,
            "status": "approved",
            "status-version": 1,
            "ship-to": e.facility(invoice.facility).ship_to,
        }


# ----------------------------------------------------------------------------- S03 contracts


def _parties(e: Enterprise) -> Rows:
    for s in e.suppliers:
        yield {
            "partyId": s.party_id,
            "erpSupplierNumber": s.erp_number,
            "name": s.name,
            "taxId": s.tax_id,
            "status": "ACTIVE",
            "sourceVersion": 1,
        }


def _contracts(e: Enterprise) -> Rows:
    for contract in e.contracts:
        yield {
            "contractNumber": contract.number,
            "version": 1,
            "erpSupplierNumber": contract.supplier,
            "status": "ACTIVE",
            "effectiveFrom": contract.effective_from.isoformat(),
            "effectiveTo": contract.effective_to.isoformat(),
            "lines": [
                {
                    "line": line.line,
                    "itemNumber": line.item,
                    "uom": line.uom,
                    "unitPrice": {"value": decimal_4(line.price_minor), "currency": "USD"},
                }
                for line in contract.lines
            ],
        }


# ----------------------------------------------------------------------------- S04 inventory


def _inventory_locations(e: Enterprise) -> Rows:
    for d in e.departments:
        facility = e.facility(d.facility)
        yield {
            "facility": d.facility,
            "location": d.location,
            "department": d.code,
            "cost_center": d.cost_center,
            "gln": facility.gln,
            "time_zone": facility.time_zone,
        }


def _inventory_items(e: Enterprise) -> Rows:
    for item in e.items:
        yield {
            "item_id": item.inventory_id,
            "erp_item_number": item.erp_number,
            "description": item.description,
            "lot_tracked": item.stocked,
            "implant": item.implant,
            "purchase_uom": item.purchase_uom,
            "factor": item.factor,
        }


def _stock(e: Enterprise) -> Rows:
    for shelf in e.shelves:
        for lot, expiry, quantity in shelf.lots:
            yield {
                "facility": shelf.facility,
                "location": shelf.location,
                "item_id": e.item(shelf.item).inventory_id,
                "lot": lot,
                "expiry": compact_date(expiry),
                "qty": quantity,
            }


def _pars(e: Enterprise) -> Rows:
    for shelf in e.shelves:
        yield {
            "location": shelf.location,
            "item_id": e.item(shelf.item).inventory_id,
            "par_qty": shelf.par_qty,
            "reorder_qty": shelf.reorder_qty,
        }


# ----------------------------------------------------------------------------- S05 billing


def _billing_facilities(e: Enterprise) -> Rows:
    for f in e.facilities:
        number = {"facilityId": f.billing_id, "name": f.name, "gln": f.gln}
        yield {**number, "timeZone": f.time_zone}


def _charge_master(e: Enterprise) -> Rows:
    for item in e.items:
        if item.charge_code:
            yield {
                "chargeCode": item.charge_code,
                "description": item.description,
                "supplyItem": item.erp_number,
                "priceCents": item.charge_price_minor,
                "revenueCode": "0278" if item.implant else "0270",
                "implant": item.implant,
            }


def _encounters(e: Enterprise) -> Rows:
    for encounter in e.encounters:
        yield {
            "encounterId": encounter.id,
            "facilityId": e.facility(encounter.facility).billing_id,
            "class": encounter.kind,
            "admittedOn": compact_date(encounter.admitted),
        }


def _supply_lots(e: Enterprise) -> Rows:
    """Lots of implants on the shelves at the start: billing knows them already."""
    for shelf in e.shelves:
        if e.item(shelf.item).implant:
            yield from _lots_of(e, shelf)


def _lots_of(e: Enterprise, shelf: Shelf) -> Rows:
    code = e.item(shelf.item).charge_code
    for lot, expiry, _ in shelf.lots:
        yield {"chargeCode": code, "lot": lot, "expiry": compact_date(expiry)}


def _periods(e: Enterprise) -> Rows:
    for period, is_open in periods(e):
        yield {"period": period, "status": "open" if is_open else "closed"}


_TABLES: Mapping[str, Mapping[str, Callable[[Enterprise], Rows]]] = {
    "erp": {
        "locations": _erp_locations,
        "cost_centers": _erp_cost_centers,
        "suppliers": _erp_suppliers,
        "items": _erp_items,
        "periods": _erp_periods,
        "open_invoices": _erp_open_invoices,
        "opening_stock": _erp_opening_stock,
    },
    "procurement": {
        "ship_tos": _ship_tos,
        "suppliers": _procurement_suppliers,
        "catalogue": _catalogue,
        "periods": _periods,
        "open_invoices": _procurement_open_invoices,
    },
    "contracts": {"parties": _parties, "contracts": _contracts},
    "inventory": {
        "locations": _inventory_locations,
        "items": _inventory_items,
        "stock": _stock,
        "pars": _pars,
        "periods": _periods,
    },
    "billing": {
        "facilities": _billing_facilities,
        "chargeMaster": _charge_master,
        "encounters": _encounters,
        "supplyLots": _supply_lots,
        "periods": _periods,
    },
}
