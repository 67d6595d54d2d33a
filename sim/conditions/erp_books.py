"""The books of the ERP (S01), read from its tables: money in cents, quantities in eaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mock_systems.erp.accruals import JournalBatch
from mock_systems.erp.assets import Asset
from mock_systems.erp.bank_accounts import BankAccount
from mock_systems.erp.costs import Cost
from mock_systems.erp.credit_memos import CreditMemo
from mock_systems.erp.documents import (
    CostCenter,
    Invoice,
    Item,
    Location,
    Order,
    OrderLine,
    Payment,
    Period,
    PriceAgreement,
    Receipt,
    SubledgerTotals,
    Supplier,
)
from mock_systems.erp.ledger import Journal, journal_number
from mock_systems.erp.price_corrections import PriceCorrection
from mock_systems.erp.projects import Project
from mock_systems.erp.receipt_changes import ReceiptChange
from mock_systems.erp.receivables import CashReceipt
from mock_systems.erp.tables import ID_BASE, Tables

FIRST_ID = ID_BASE + 1
"""The first id of each kind of document."""


@dataclass(frozen=True)
class ErpBooks:
    """Reads; nothing here changes a table."""

    tables: Tables

    # ------------------------------------------------------------------ ledger

    def journals(self) -> Iterator[tuple[str, Journal]]:
        """(number, journal) in order of posting."""
        for place, journal in enumerate(self.tables.ledger.journals, start=1):
            yield journal_number(place), journal

    def journals_of(self, category: str) -> Iterator[Journal]:
        return (j for j in self.tables.ledger.journals if j.category == category)

    def balances(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """(business unit, period) -> account -> cents, debits minus credits."""
        return self.tables.ledger.balances

    def balance_of(self, account: str) -> Counter[str]:
        """Business unit -> cents on an account, over all periods."""
        sums: Counter[str] = Counter()
        for (unit, _), balances in self.balances().items():
            sums[unit] += balances.get(account, 0)
        return sums

    def expenses(self) -> Mapping[tuple[str, str], int]:
        """(cost centre, period) -> cents charged."""
        return self.tables.ledger.expenses

    def direct_orders(self) -> Mapping[str, tuple[Order, ...]]:
        """Reference -> the orders that began here."""
        return self.tables.direct_orders

    def encumbered(self) -> Mapping[str, int]:
        """Cost centre -> cents that budgetary control counts as bound."""
        return self.tables.encumbered

    # ------------------------------------------------------------------ documents

    def orders(self) -> Collection[Order]:
        return self.tables.orders.values()

    def order(self, number: str) -> Order | None:
        return self.tables.orders.get(number)

    def orders_of(self, source_number: str) -> Iterable[Order]:
        """What was entered of an order of procurement."""
        return self.tables.orders_by_source.get(source_number, ())

    def order_lines(self) -> Iterator[tuple[Order, OrderLine]]:
        return ((order, line) for order in self.orders() for line in order.lines.values())

    def receipts(self) -> Iterator[Receipt]:
        """Every posted receipt line."""
        return (r for same in self.tables.receipts_by_key.values() for r in same)

    def receipt_line(self, receipt: Receipt) -> tuple[Order, OrderLine]:
        """The order with the line that a receipt was posted to."""
        order = self.tables.orders[receipt.order]
        return order, order.lines[receipt.order_line]

    def received_each(self, receipt: Receipt) -> int:
        """The quantity of a receipt in eaches."""
        _, line = self.receipt_line(receipt)
        return receipt.quantity * self.tables.items[line.item].factors[receipt.uom]

    def invoices(self) -> Collection[Invoice]:
        return self.tables.invoices.values()

    def matched_invoices(self) -> Iterator[Invoice]:
        """Those entered against an order; the others were open at the start."""
        known = self.tables.orders_by_source
        return (invoice for invoice in self.invoices() if invoice.source_order in known)

    def held(self) -> Mapping[int, Invoice]:
        """The register of held invoices, by id."""
        return self.tables.held

    def payable(self) -> Iterable[tuple[str, int]]:
        """The queue of the payment runs: (due date, invoice id)."""
        return self.tables.payable

    def awaiting_receipt(self) -> Iterator[tuple[str, int, int, Invoice]]:
        """(order, line, running total of billed eaches that waits for goods, invoice)."""
        for (order, line), waiting in self.tables.awaiting_receipt.items():
            for total_each, invoice in waiting:
                yield order, line, total_each, invoice

    def payments(self) -> Iterable[Payment]:
        return self.tables.payments

    def bank_account(self, supplier: str, version: int) -> BankAccount | None:
        """A version of where a supplier is paid, None for one that never was."""
        versions = self.tables.bank.accounts.get(supplier, ())
        return versions[version - 1] if 0 < version <= len(versions) else None

    def credit_memos(self) -> Iterable[CreditMemo]:
        return self.tables.credits.memos

    def price_corrections(self) -> Iterable[PriceCorrection]:
        return self.tables.price_corrections.values()

    def source_number(self, order: str) -> str:
        """What procurement calls an order, "" for one that is not here."""
        found = self.order(order)
        return found.source_number if found else ""

    def cash_receipts(self) -> Iterable[CashReceipt]:
        """Deposits, those that were taken back too."""
        return self.tables.receivables.receipts

    def receivables_rolled(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """(business unit, period) -> entry type -> signed cents."""
        return self.tables.receivables.rolled

    def receipt_changes(self) -> Iterator[ReceiptChange]:
        """Corrections of receipts, returns to suppliers."""
        return (c for same in self.tables.receipt_changes.by_number.values() for c in same)

    def costs(self) -> Iterator[tuple[str, Cost, Journal]]:
        """(reference, cost, its journal)."""
        journals = self.tables.ledger.journals
        for reference, same in self.tables.costs_by_reference.items():
            for cost in same:
                yield reference, cost, journals[cost.journal - 1]

    def agreements(self) -> Collection[PriceAgreement]:
        return self.tables.agreements.values()

    def totals(self) -> Collection[SubledgerTotals]:
        return self.tables.totals.values()

    # ------------------------------------------------------------------ feeds

    def journal_batches(self) -> Collection[JournalBatch]:
        """Files of journals that were posted."""
        return self.tables.accruals.batches.values()

    def projects(self) -> Mapping[str, Project]:
        return self.tables.projects

    def assets(self) -> Mapping[str, Asset]:
        return self.tables.assets.by_number

    # ------------------------------------------------------------------ masters

    def locations(self) -> Collection[Location]:
        return self.tables.locations.values()

    def cost_centers(self) -> Mapping[str, CostCenter]:
        return self.tables.cost_centers

    def items(self) -> Mapping[str, Item]:
        return self.tables.items

    def suppliers(self) -> Collection[Supplier]:
        return self.tables.suppliers.values()

    def periods(self) -> Collection[Period]:
        return self.tables.periods.values()

    def period_due(self, own: str, place: int) -> str:
        """Where the journal at a place belongs: in its own period, or in the next that was not
        closed by then."""
        periods = self.tables.periods
        later = (name for name in sorted(periods) if name >= own)
        return next((name for name in later if not periods[name].was_closed(place)), own)
