"""Loads the group's masters with opening balances into the systems.

Each system gets its own keys, formats or units: only the enterprise knows how they correspond.
Loading records no effect; what is loaded is the state of the night before the first day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from mock_systems.service import System
from sim.world import (
    analytics_rows,
    billing_rows,
    inventory_rows,
    legacy_rows,
    payment_rows,
    warehouse_rows,
)
from sim.world.business_days import next_period
from sim.world.enterprise import Enterprise
from sim.world.entities import Supplier, SupplierRecord
from sim.world.wire import WORD_UNIT, decimal_2, decimal_4

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


def _on_file(e: Enterprise) -> Iterator[Supplier | SupplierRecord]:
    """Every supplier record, with those that double a supplier or sleep."""
    yield from e.suppliers
    yield from e.supplier_records


def _active(record: Supplier | SupplierRecord) -> bool:
    return isinstance(record, Supplier) or record.active


def _erp_suppliers(e: Enterprise) -> Rows:
    for s in _on_file(e):
        yield {
            "SupplierNumber": s.erp_number,
            "SupplierName": s.name,
            "TaxIdentifier": s.tax_id,
            "PaymentTerms": s.terms,
            "Status": "ACTIVE" if _active(s) else "INACTIVE",
        }


def _erp_items(e: Enterprise) -> Rows:
    for item in e.items:
        factor = e.erp_packs.get(item.erp_number, item.factor)
        yield {
            "ItemNumber": item.erp_number,
            "Description": item.description,
            "PrimaryUOMCode": "EA",
            "StandardCost": decimal_2(item.standard_cost_minor),
            "Stocked": item.stocked,
            "Units": _erp_units(item.purchase_uom, factor),
            "Billable": bool(item.charge_code),
        }
    for obsolete in e.obsolete_items:
        yield {
            "ItemNumber": obsolete.erp_number,
            "Description": obsolete.description,
            "PrimaryUOMCode": "EA",
            "StandardCost": decimal_2(obsolete.standard_cost_minor),
            "Stocked": False,
            "Units": _erp_units("EA", 1),
        }


def _erp_units(uom: str, factor: int) -> list[Row]:
    each = {"UOMCode": "EA", "Factor": 1}
    return [each] if factor == 1 else [each, {"UOMCode": uom, "Factor": factor}]


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


def _cost_center_values(e: Enterprise) -> Rows:
    for d in e.departments:
        place = {"name": d.name, "ship-to": e.facility(d.facility).ship_to}
        yield {"lookup": "cost-center", "code": d.cost_center, **place}


def _procurement_suppliers(e: Enterprise) -> Rows:
    for s in _on_file(e):
        yield {
            "id": s.procurement_id,
            "name": s.name,
            "tax-id": s.tax_id,
            "erp-number": s.erp_number,
            "payment-term": s.terms,
            "status": "active" if _active(s) else "inactive",
            "erp-version": 1,
        }


def _catalogue(e: Enterprise) -> Rows:
    for item in e.items:
        yield {
            "item-number": item.erp_number,
            "description": e.description("procurement", item),
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
    for s in _on_file(e):
        yield {
            "partyId": s.party_id,
            "erpSupplierNumber": s.erp_number,
            "name": s.name,
            "taxId": s.tax_id,
            "status": "ACTIVE" if _active(s) else "INACTIVE",
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


def _periods(e: Enterprise) -> Rows:
    for period, is_open in periods(e):
        yield {"period": period, "status": "open" if is_open else "closed"}


# ----------------------------------------------------------------------------- S20 supplier risk


def _risk_subjects(e: Enterprise) -> Rows:
    """Who is bought from is watched, under the number that the ERP gave."""
    for s in e.suppliers:
        yield {
            "tax_number": "".join(one for one in s.tax_id if one.isalnum()),
            "legal_name": s.name,
            "vendor_reference": s.erp_number,
        }


_TABLES: Mapping[str, Mapping[str, Callable[[Enterprise], Rows]]] = {
    "erp": {
        "locations": _erp_locations,
        "cost_centers": _erp_cost_centers,
        "suppliers": _erp_suppliers,
        "items": _erp_items,
        "periods": _erp_periods,
        "bank_accounts": payment_rows.bank_accounts,
        "approvers": payment_rows.approvers,
        "open_invoices": _erp_open_invoices,
        "opening_stock": _erp_opening_stock,
    },
    "procurement": {
        "ship_tos": _ship_tos,
        "lookup_values": _cost_center_values,
        "suppliers": _procurement_suppliers,
        "catalogue": _catalogue,
        "periods": _periods,
        "open_invoices": _procurement_open_invoices,
    },
    "contracts": {"parties": _parties, "contracts": _contracts},
    "invoice_capture": {"vendors": payment_rows.vendors},
    "inventory": {
        "locations": inventory_rows.locations,
        "cost_centers": inventory_rows.cost_centers,
        "items": inventory_rows.items,
        "stock": inventory_rows.stock,
        "pars": inventory_rows.pars,
        "periods": _periods,
    },
    "billing": {
        "facilities": billing_rows.facilities,
        "departments": billing_rows.departments,
        "chargeMaster": billing_rows.charge_master,
        "encounters": billing_rows.encounters,
        "supplyLots": billing_rows.supply_lots,
        "periods": _periods,
    },
    "legacy_materials": {
        "stores": legacy_rows.stores,
        "items": legacy_rows.items,
        "balances": legacy_rows.balances,
    },
    "legacy_erp": {
        "sites": legacy_rows.sites,
        "accounts": legacy_rows.accounts,
        "vendors": legacy_rows.vendors,
        "vouchers": legacy_rows.vouchers,
        "orders": legacy_rows.orders,
        "history": legacy_rows.history,
    },
    "analytics": {"members": analytics_rows.members},
    "warehouse": {"items": warehouse_rows.items, "ship_tos": warehouse_rows.ship_tos},
    "supplier_risk": {"subjects": _risk_subjects},
}
