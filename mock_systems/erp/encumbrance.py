"""Encumbrance (S01): the journal by which orders bind budget, or let it go (RP4)."""

from __future__ import annotations

from mock_systems.erp.accounts import ENCUMBRANCE, ENCUMBRANCE_RESERVE
from mock_systems.erp.documents import Order
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import posting_period
from mock_systems.erp.rules import may_post, next_open_date
from mock_systems.erp.tables import Tables


def encumber(tables: Tables, order: Order, minor: int, accounting_date: str) -> None:
    """Binds an amount, or lets a negative one go."""
    lines = (
        (ENCUMBRANCE, order.cost_center, minor),
        (ENCUMBRANCE_RESERVE, order.cost_center, -minor),
    )
    tables.ledger.post(
        Journal(order.business_unit, accounting_date, "ENCUMBRANCE", order.number, lines)
    )
    bound_minor = tables.encumbered.get(order.cost_center, 0)
    tables.encumbered[order.cost_center] = bound_minor + minor


def encumbrance_date(tables: Tables, order_date: str, caller: str) -> str:
    """The order's date, or the next open one: an order, unlike a posting, is never too late."""
    period = tables.periods.get(order_date[:7])
    if period is not None and may_post(period.status, caller):
        return order_date
    later = next_open_date(tables.period_statuses(), order_date[:7], caller)
    if not later:
        posting_period(tables, order_date, caller)  # refuses, and says why
    return later
