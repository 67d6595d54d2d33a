"""The tables of the ERP: every document by its number, and the indexes that finds use.

Indexes whose key is not unique hold tuples: the ERP takes the same reference twice, and a find
must show both.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from mock_systems.erp.documents import (
    Cost,
    CostCenter,
    Invoice,
    Item,
    Location,
    Order,
    Payment,
    Period,
    PriceAgreement,
    Receipt,
    SubledgerTotals,
    Supplier,
)
from mock_systems.erp.ledger import Ledger

ID_BASE = 300_000_000_000_000
"""Ids of documents are 15-digit numbers, as in Oracle Fusion."""


@dataclass(slots=True)
class Tables:
    """Everything the ERP remembers."""

    ledger: Ledger = field(default_factory=Ledger)
    locations: dict[str, Location] = field(default_factory=dict)
    cost_centers: dict[str, CostCenter] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    suppliers: dict[str, Supplier] = field(default_factory=dict)
    next_supplier: int = 30_000_001
    periods: dict[str, Period] = field(default_factory=dict)
    agreements: dict[str, PriceAgreement] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    orders_by_source: dict[str, tuple[Order, ...]] = field(default_factory=dict)
    encumbered: dict[str, int] = field(default_factory=dict)
    """Cost center -> cents bound by its open orders."""
    receipts: int = 0
    receipts_by_key: dict[tuple[str, int], tuple[Receipt, ...]] = field(default_factory=dict)
    invoices: dict[int, Invoice] = field(default_factory=dict)
    invoices_by_key: dict[tuple[str, str], Invoice] = field(default_factory=dict)
    held: dict[int, Invoice] = field(default_factory=dict)
    awaiting_receipt: dict[tuple[str, int], deque[tuple[int, Invoice]]] = field(
        default_factory=dict
    )
    """(order, line) -> invoices in order of arrival, each with the received base units that
    would cover it."""
    payable: list[tuple[str, int]] = field(default_factory=list)
    """Heap of (due date, invoice id): approved, not yet paid."""
    payments: list[Payment] = field(default_factory=list)
    costs_by_reference: dict[str, tuple[Cost, ...]] = field(default_factory=dict)
    totals: dict[tuple[str, str, str], SubledgerTotals] = field(default_factory=dict)
    totals_by_period: dict[str, list[SubledgerTotals]] = field(default_factory=dict)

    def period_statuses(self) -> dict[str, str]:
        return {name: period.status for name, period in self.periods.items()}


class HasTables(Protocol):
    """What an operation sees of the ERP."""

    tables: Tables
