"""The books of record of all systems, and those that parties keep, read straight from their tables.

Neither an API nor the integration stands between a condition and what was written; what was there
before the first day, and which keys mean the same thing, only the enterprise knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from mock_systems.analytics import Analytics
from mock_systems.billing import Billing
from mock_systems.contracts import Contracts
from mock_systems.erp import Erp
from mock_systems.inventory import Inventory
from mock_systems.invoice_capture import InvoiceCapture
from mock_systems.legacy import LegacyMaterials
from mock_systems.legacy_erp import LegacyErp
from mock_systems.procurement import Procurement
from mock_systems.service import System
from mock_systems.supplier_risk import SupplierRisk
from mock_systems.warehouse import Warehouse
from sim.conditions.analytics_books import AnalyticsBooks
from sim.conditions.billing_books import BillingBooks
from sim.conditions.capture_books import CaptureBooks
from sim.conditions.contracts_books import ContractsBooks
from sim.conditions.erp_books import ErpBooks
from sim.conditions.inventory_books import InventoryBooks
from sim.conditions.procurement_books import ProcurementBooks
from sim.conditions.risk_books import RiskBooks
from sim.conditions.site_books import SiteBooks, Taken
from sim.conditions.warehouse_books import WarehouseBooks
from sim.world.enterprise import Enterprise
from sim.world.parties.bank.bank import Bank
from sim.world.parties.bank.book import BankBook


@dataclass(frozen=True)
class Books:
    """Meant to be read at quiescence; nothing that reads it changes a table."""

    erp: ErpBooks
    procurement: ProcurementBooks
    contracts: ContractsBooks
    inventory: InventoryBooks
    billing: BillingBooks
    sites: SiteBooks
    warehouse: WarehouseBooks
    analytics: AnalyticsBooks
    capture: CaptureBooks
    risk: RiskBooks
    group: Enterprise
    bank: BankBook | None = None
    """None where no bank takes part."""

    def hospital(self, own_code: str | int) -> str:
        """The group's code (H01) of a hospital that a system calls by its own."""
        return self.group.facility_code("books", own_code)


def open_books(
    systems: Mapping[str, System], enterprise: Enterprise, parties: Iterable[object] = ()
) -> Books:
    """With the bank's book if it is among the parties. Raises KeyError when one of the five
    systems is absent."""
    return Books(
        erp=ErpBooks(cast("Erp", systems["erp"]).tables),
        procurement=ProcurementBooks(cast("Procurement", systems["procurement"]).documents),
        contracts=ContractsBooks(cast("Contracts", systems["contracts"]).documents),
        inventory=InventoryBooks(cast("Inventory", systems["inventory"]).tables),
        billing=BillingBooks(cast("Billing", systems["billing"]).tables),
        sites=_site_books(systems),
        analytics=AnalyticsBooks(cast("Analytics", systems["analytics"]).documents),
        warehouse=WarehouseBooks(cast("Warehouse", systems["warehouse"]).documents),
        capture=CaptureBooks(cast("InvoiceCapture", systems["invoice_capture"]).tables),
        risk=RiskBooks(cast("SupplierRisk", systems["supplier_risk"]).documents),
        group=enterprise,
        bank=next((party.book for party in parties if isinstance(party, Bank)), None),
    )


def _site_books(systems: Mapping[str, System]) -> SiteBooks:
    erp = cast("Erp", systems["erp"]).tables
    materials = cast("LegacyMaterials", systems["legacy_materials"])
    items = cast("Inventory", systems["inventory"]).tables.site_items
    codes = cast("Billing", systems["billing"]).tables.code_maps
    return SiteBooks(
        legacy=cast("LegacyErp", systems["legacy_erp"]).tables,
        local_items=materials.items,
        stock=materials.stock,
        taken=Taken(erp, items, codes),
    )
