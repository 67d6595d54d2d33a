"""The posting of goods taken in, or given back (S01): stock, expense or project against GRNI."""

from __future__ import annotations

from typing import NamedTuple

from mock_systems.erp.accounts import (
    CONSTRUCTION_IN_PROGRESS,
    GRNI,
    INVENTORY,
    SUPPLY_EXPENSE,
)
from mock_systems.erp.documents import Order, OrderLine
from mock_systems.erp.ledger import Journal, JournalLine
from mock_systems.erp.project_costs import charge_project, check_open
from mock_systems.erp.tables import Tables
from mock_systems.service import Refusal, Work


class Accrual(NamedTuple):
    """`amount_minor` is negative for goods given back."""

    reference: str
    accounting_date: str
    amount_minor: int


def check_receivable(tables: Tables, line: OrderLine) -> None:
    """A service is not received; a project that is finished takes no more goods."""
    if line.two_way:
        raise Refusal(
            422, "NO_RECEIPT_REQUIRED", f"line {line.number} is a service, matched on two"
        )
    check_open(tables, line.project)


def accrue(tables: Tables, order: Order, line: OrderLine, accrual: Accrual, work: Work) -> None:
    """Dr what the goods became, Cr GRNI (RA3)."""
    minor = accrual.amount_minor
    lines = (_debit(tables, order, line, minor), (GRNI, "", -minor))
    tables.ledger.post(
        Journal(order.business_unit, accrual.accounting_date, "RECEIPT", accrual.reference, lines)
    )
    if line.project:
        charge_project(tables.projects[line.project], accrual.reference, minor, work)


def _debit(tables: Tables, order: Order, line: OrderLine, minor: int) -> JournalLine:
    if line.project:
        return CONSTRUCTION_IN_PROGRESS, "", minor
    if line.expense_account:
        return line.expense_account, order.cost_center, minor
    if tables.items[line.item].stocked:
        return INVENTORY, "", minor
    return SUPPLY_EXPENSE, order.cost_center, minor
