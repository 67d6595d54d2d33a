"""The postings of an invoice, a credit, or the reversal of either, against lines of an order.

All three are the same journal with other signs: the accrual cleared at the order's price, the
difference as variance, the encumbrance liquidated or bound again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mock_systems.erp.accounts import (
    ACCOUNTS_PAYABLE,
    CONSTRUCTION_IN_PROGRESS,
    ENCUMBRANCE,
    ENCUMBRANCE_RESERVE,
    GRNI,
    PRICE_VARIANCE,
)
from mock_systems.erp.documents import Charge, Invoice, Order, OrderLine, Part
from mock_systems.erp.ledger import Journal, JournalLine
from mock_systems.erp.match import await_receipt
from mock_systems.erp.project_costs import charge_project
from mock_systems.erp.tables import Tables
from mock_systems.service import Work


class Document(NamedTuple):
    """The head of what is posted; `awaiting` is the invoice whose lines may wait for receipts."""

    category: str
    key: str
    reference: str
    accounting_date: str
    amount_minor: int
    charges: tuple[Charge, ...] = ()
    awaiting: Invoice | None = None


def post_billing(
    tables: Tables, order: Order, parts: Iterable[Part], document: Document, work: Work
) -> None:
    """One journal for the whole document."""
    cleared_minor, variance_minor, freed_minor, charges = _clear(
        tables, order, parts, document.awaiting
    )
    lines: list[JournalLine] = [(ACCOUNTS_PAYABLE, "", -document.amount_minor)]
    if cleared_minor is not None:
        lines.insert(0, (GRNI, "", cleared_minor))
    center = order.cost_center
    if variance_minor:
        lines.append((PRICE_VARIANCE, center, variance_minor))
    if charges or document.charges:
        lines += charge_lines(tables, (*charges, *document.charges), document.key, work)
    if freed_minor:
        lines.append((ENCUMBRANCE_RESERVE, center, freed_minor))
        lines.append((ENCUMBRANCE, center, -freed_minor))
        tables.encumbered[center] -= freed_minor
    tables.ledger.post(
        Journal(
            order.business_unit,
            document.accounting_date,
            document.category,
            document.reference,
            tuple(lines),
        )
    )


def charge_lines(
    tables: Tables, charges: Iterable[Charge], key: str, work: Work
) -> list[JournalLine]:
    """Journal lines of charges; what belongs to a project is noted there too."""
    lines = []
    for account, center, minor, project in charges:
        lines.append((account, center, minor))
        if project:
            charge_project(tables.projects[project], key, minor, work, "erp.project_invoice")
    return lines


def taken_back(charges: Iterable[Charge]) -> tuple[Charge, ...]:
    return tuple(charge._replace(amount_minor=-charge.amount_minor) for charge in charges)


def _clear(
    tables: Tables, order: Order, parts: Iterable[Part], awaiting: Invoice | None
) -> tuple[int | None, int, int, list[Charge]]:
    """Cents of the accrual cleared (None without goods), of variance, of encumbrance freed; and
    the costs that are none of these."""
    cleared_minor: int | None = None
    variance_minor = freed_minor = 0
    charges: list[Charge] = []
    for line, each, minor in parts:
        value_minor, liquidated_minor = line.bill(each)
        freed_minor += liquidated_minor
        if line.two_way:
            charges.append(_service(order, line, minor))
            continue
        cleared_minor = value_minor if cleared_minor is None else cleared_minor + value_minor
        if not line.project:
            variance_minor += minor - value_minor
        elif minor != value_minor:
            difference_minor = minor - value_minor
            charges.append(Charge(CONSTRUCTION_IN_PROGRESS, "", difference_minor, line.project))
        if awaiting is not None and not line.is_covered:
            await_receipt(tables, order.number, line, awaiting)
    return cleared_minor, variance_minor, freed_minor, charges


def _service(order: Order, line: OrderLine, minor: int) -> Charge:
    """A service costs what was billed: nothing was accrued at the order's price."""
    if line.project:
        return Charge(CONSTRUCTION_IN_PROGRESS, "", minor, line.project)
    return Charge(line.expense_account, order.cost_center, minor)
