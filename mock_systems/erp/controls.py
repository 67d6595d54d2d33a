"""What the control accounts should hold, added up from the documents alone (S01)."""

from __future__ import annotations

from collections import Counter

from mock_systems.erp.accounts import (
    ACCOUNTS_PAYABLE,
    ACCUMULATED_DEPRECIATION,
    CONSTRUCTION_IN_PROGRESS,
    ENCUMBRANCE,
    FIXED_ASSETS,
    GRNI,
    INTERCOMPANY_DUE_FROM,
    INTERCOMPANY_DUE_TO,
    INTRACOMPANY_DUE_FROM,
    INTRACOMPANY_DUE_TO,
    RECEIVABLES,
    UNAPPLIED_CASH,
)
from mock_systems.erp.entities import OPEN
from mock_systems.erp.match import APPROVED, HELD
from mock_systems.erp.projects import CAPITALISED
from mock_systems.erp.tables import Tables

Totals = Counter[tuple[str, str]]
"""(business unit, account) -> cents with the sign of the ledger."""

WHERE_USED = (
    *(RECEIVABLES, UNAPPLIED_CASH, CONSTRUCTION_IN_PROGRESS, FIXED_ASSETS),
    *(ACCUMULATED_DEPRECIATION, INTERCOMPANY_DUE_FROM, INTERCOMPANY_DUE_TO),
    *(INTRACOMPANY_DUE_FROM, INTRACOMPANY_DUE_TO),
)


def control_totals(tables: Tables) -> Totals:
    """Of every business unit, over all periods."""
    totals: Totals = Counter()
    for add in (_payables, _orders, _receivables, _construction, _assets, _intercompany):
        add(tables, totals)
    return totals


def _payables(tables: Tables, totals: Totals) -> None:
    for invoice in tables.invoices.values():
        if invoice.status in {HELD, APPROVED}:
            totals[invoice.business_unit, ACCOUNTS_PAYABLE] -= invoice.open_minor
    for memo in tables.credits.memos:
        totals[memo.business_unit, ACCOUNTS_PAYABLE] += memo.open_minor


def _orders(tables: Tables, totals: Totals) -> None:
    for order in tables.orders.values():
        for line in order.lines.values():
            totals[order.business_unit, GRNI] -= line.grni_minor
            totals[order.business_unit, ENCUMBRANCE] += line.encumbered_minor


def _receivables(tables: Tables, totals: Totals) -> None:
    journals = tables.ledger.journals
    for entries in tables.receivables.by_reference.values():
        for entry in entries:
            unit = journals[entry.journal - 1].business_unit
            totals[unit, RECEIVABLES] += entry.amount_minor
    for receipt in tables.receivables.receipts:
        totals[receipt.business_unit, UNAPPLIED_CASH] -= receipt.unapplied_minor


def _construction(tables: Tables, totals: Totals) -> None:
    for project in tables.projects.values():
        if project.status != CAPITALISED:
            totals[project.business_unit, CONSTRUCTION_IN_PROGRESS] += project.cost_minor


def _assets(tables: Tables, totals: Totals) -> None:
    for asset in tables.assets.by_number.values():
        totals[asset.business_unit, FIXED_ASSETS] += asset.cost_minor
        totals[asset.business_unit, ACCUMULATED_DEPRECIATION] -= asset.accumulated_minor


def _intercompany(tables: Tables, totals: Totals) -> None:
    for charge in tables.intercompany.charges:
        if charge.status == OPEN:
            due_from, due_to = (
                (INTERCOMPANY_DUE_FROM, INTERCOMPANY_DUE_TO)
                if charge.crosses_entities
                else (INTRACOMPANY_DUE_FROM, INTRACOMPANY_DUE_TO)
            )
            totals[charge.provider, due_from] += charge.amount_minor
            totals[charge.receiver, due_to] -= charge.amount_minor
