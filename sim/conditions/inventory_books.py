"""The books of the inventory application (S04): shelves, receipts, usages, in eaches.

Adjustments leave no document behind, only the quantity that they changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from mock_systems.inventory.cross_references import CrossReference
from mock_systems.inventory.documents import (
    Facility,
    Item,
    Location,
    LotStock,
    Period,
    PeriodTotals,
    Shelf,
)
from mock_systems.inventory.receipts import Receipt, ReceiptLine
from mock_systems.inventory.references import CostCenter
from mock_systems.inventory.replenishments import Replenishment
from mock_systems.inventory.tables import Tables
from mock_systems.inventory.transfers import Transfer
from mock_systems.inventory.usages import Usage


@dataclass(frozen=True)
class InventoryBooks:
    """Reads; nothing here changes a table."""

    tables: Tables

    def facilities(self) -> Collection[Facility]:
        return self.tables.facilities.values()

    def locations(self) -> Collection[Location]:
        return self.tables.locations.values()

    def cost_centers(self) -> Collection[CostCenter]:
        return self.tables.cost_centers.values()

    def items(self) -> Collection[Item]:
        return self.tables.items.values()

    def shelves(self) -> Iterator[Shelf]:
        return (shelf for place in self.locations() for shelf in place.shelves.values())

    def lots(self) -> Iterator[tuple[Shelf, LotStock]]:
        return ((shelf, held) for shelf in self.shelves() for held in shelf.lots)

    def quarantined(self) -> Iterator[tuple[Shelf, LotStock]]:
        """Recalled lots, which stand aside of what a shelf may issue."""
        return ((shelf, held) for shelf in self.shelves() for held in shelf.quarantined)

    def receipts(self) -> Collection[Receipt]:
        return self.tables.receipts.values()

    def receipt_lines(self) -> Iterator[tuple[Receipt, ReceiptLine]]:
        return ((receipt, line) for receipt in self.receipts() for line in receipt.lines)

    def ordered_lines(self) -> Iterator[tuple[Receipt, ReceiptLine]]:
        """Those that came on an order; what came without owes nobody anything."""
        return ((receipt, line) for receipt, line in self.receipt_lines() if receipt.po_number)

    def replenishments(self) -> Mapping[str, Replenishment]:
        """By number."""
        return self.tables.replenishments

    def inbound(self) -> Iterator[Transfer]:
        """Goods from outside, such as from the warehouse: on their way or received."""
        return (one for one in self.tables.transfers.values() if one.source_ref)

    def usages(self) -> Collection[Usage]:
        return self.tables.usages.all()

    def own_usages(self) -> Iterator[Usage]:
        """Usages of what was the hospital's own, hence costs it something."""
        return (usage for usage in self.usages() if not usage.supplier)

    def totals(self) -> Iterator[tuple[Facility, str, PeriodTotals]]:
        """(hospital, period, what it used or received)."""
        for facility in self.facilities():
            for period, totals in facility.totals.items():
                yield facility, period, totals

    def cross_references(self) -> Collection[CrossReference]:
        return self.tables.cross_references.values()

    def periods(self) -> Collection[Period]:
        return self.tables.periods.values()
