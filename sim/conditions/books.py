"""The books of record of all five systems, read straight from their tables.

Neither an API nor the integration stands between a condition and what was written; what was there
before the first day, and which keys mean the same thing, only the enterprise knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from mock_systems.billing import Billing
from mock_systems.contracts import Contracts
from mock_systems.erp import Erp
from mock_systems.inventory import Inventory
from mock_systems.procurement import Procurement
from mock_systems.service import System
from sim.conditions.billing_books import BillingBooks
from sim.conditions.contracts_books import ContractsBooks
from sim.conditions.erp_books import ErpBooks
from sim.conditions.inventory_books import InventoryBooks
from sim.conditions.procurement_books import ProcurementBooks
from sim.world.enterprise import Enterprise


@dataclass(frozen=True)
class Books:
    """Meant to be read at quiescence; nothing that reads it changes a table."""

    erp: ErpBooks
    procurement: ProcurementBooks
    contracts: ContractsBooks
    inventory: InventoryBooks
    billing: BillingBooks
    group: Enterprise

    def hospital(self, own_code: str | int) -> str:
        """The group's code (H01) of a hospital that a system calls by its own."""
        return self.group.facility_code("books", own_code)


def open_books(systems: Mapping[str, System], enterprise: Enterprise) -> Books:
    """Raises KeyError when one of the five systems is absent."""
    return Books(
        erp=ErpBooks(cast("Erp", systems["erp"]).tables),
        procurement=ProcurementBooks(cast("Procurement", systems["procurement"]).documents),
        contracts=ContractsBooks(cast("Contracts", systems["contracts"]).documents),
        inventory=InventoryBooks(cast("Inventory", systems["inventory"]).tables),
        billing=BillingBooks(cast("Billing", systems["billing"]).tables),
        group=enterprise,
    )
