"""The tables of the ERP: every document by its number, and the indexes that finds use.

Indexes whose key is not unique hold tuples: the ERP takes the same reference twice, and a find
must show both.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from mock_systems.erp.accruals import Accruals
from mock_systems.erp.assets import Assets
from mock_systems.erp.bank_accounts import BankAccounts
from mock_systems.erp.budgets import Budgets
from mock_systems.erp.costs import Costs, cost_archive
from mock_systems.erp.credit_memos import CreditMemos
from mock_systems.erp.documents import (
    CostCenter,
    Invoice,
    Item,
    Location,
    Order,
    Payment,
    PaymentFileHead,
    Period,
    PriceAgreement,
    Receipt,
    SubledgerTotals,
    Supplier,
)
from mock_systems.erp.entities import Intercompany, LegalEntity
from mock_systems.erp.ledger import Ledger
from mock_systems.erp.price_corrections import PriceCorrection
from mock_systems.erp.projects import Project
from mock_systems.erp.receipt_changes import ReceiptChanges
from mock_systems.erp.receivables import Receivables
from mock_systems.erp.reference_data import ReferenceData
from mock_systems.erp.settings import Settings
from mock_systems.erp.site_crosswalk import SiteCrosswalk
from mock_systems.service.archive import Archive
from mock_systems.service.cuts import Cuts

ID_BASE = 300_000_000_000_000
"""Ids of documents are 15-digit numbers, as in Oracle Fusion."""


@dataclass(slots=True)
class Tables:
    """Everything the ERP remembers."""

    settings: Settings = field(default_factory=Settings)
    ledger: Ledger = field(default_factory=Ledger)
    entities: dict[str, LegalEntity] = field(default_factory=dict)
    intercompany: Intercompany = field(default_factory=Intercompany)
    reference: ReferenceData = field(default_factory=ReferenceData)
    locations: dict[str, Location] = field(default_factory=dict)
    cost_centers: dict[str, CostCenter] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    suppliers: dict[str, Supplier] = field(default_factory=dict)
    next_supplier: int = 30_000_001
    bank: BankAccounts = field(default_factory=BankAccounts)
    periods: dict[str, Period] = field(default_factory=dict)
    agreements: dict[str, PriceAgreement] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    orders_by_source: dict[str, tuple[Order, ...]] = field(default_factory=dict)
    direct_orders: dict[str, tuple[Order, ...]] = field(default_factory=dict)
    """Reference of the requester -> orders that began here."""
    encumbered: dict[str, int] = field(default_factory=dict)
    """Cost center -> cents bound by its open orders."""
    receipts: int = 0
    receipts_by_key: dict[tuple[str, int], tuple[Receipt, ...]] = field(default_factory=dict)
    receipt_changes: ReceiptChanges = field(default_factory=ReceiptChanges)
    invoices: dict[int, Invoice] = field(default_factory=dict)
    invoices_by_key: dict[tuple[str, str], Invoice] = field(default_factory=dict)
    invoice_numbers: set[str] = field(default_factory=set)
    """Supplier, "/", number without case and punctuation: what the duplicate check compares."""
    approvers: dict[str, int] = field(default_factory=dict)
    """User -> cents up to which that user approves invoices without order."""
    credits: CreditMemos = field(default_factory=CreditMemos)
    price_corrections: dict[tuple[str, str], PriceCorrection] = field(default_factory=dict)
    """(supplier, number) -> correction."""
    held: dict[int, Invoice] = field(default_factory=dict)
    awaiting_receipt: dict[tuple[str, int], deque[tuple[int, Invoice]]] = field(
        default_factory=dict
    )
    """(order, line) -> invoices in order of arrival, each with the received base units that
    would cover it."""
    payable: list[tuple[str, int]] = field(default_factory=list)
    """Heap of (due date, invoice id): approved, not yet paid. A cancelled one stays until its
    turn comes."""
    payments: list[Payment] = field(default_factory=list)
    payment_files: dict[str, list[Payment]] = field(default_factory=dict)
    payment_file_heads: dict[str, PaymentFileHead] = field(default_factory=dict)
    paid_days: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """(business unit, period) -> cents paid, cents times days since the invoice's date."""
    receivables: Receivables = field(default_factory=Receivables)
    accruals: Accruals = field(default_factory=Accruals)
    budgets: Budgets = field(default_factory=Budgets)
    projects: dict[str, Project] = field(default_factory=dict)
    assets: Assets = field(default_factory=Assets)
    sites: SiteCrosswalk = field(default_factory=SiteCrosswalk)
    costs_by_reference: Archive[str, Costs] = field(default_factory=cost_archive)
    posting_cuts: Cuts = field(default_factory=Cuts)
    totals: dict[tuple[str, str, str], SubledgerTotals] = field(default_factory=dict)
    totals_by_period: dict[str, list[SubledgerTotals]] = field(default_factory=dict)

    def period_statuses(self) -> dict[str, str]:
        return {name: period.status for name, period in self.periods.items()}


class HasTables(Protocol):
    """What an operation sees of the ERP."""

    tables: Tables
