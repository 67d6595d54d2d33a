"""Conditions of accounting periods: the ERP's calendar in every system, what the close leaves."""

from __future__ import annotations

from collections.abc import Iterable

from mock_systems.billing.documents import Period as BillingPeriod
from mock_systems.erp.rules import CLOSED, OPEN, SOFT_CLOSED
from mock_systems.inventory.documents import Period as InventoryPeriod
from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequal, Unequals, condition

SHOWN_AS = {OPEN: "open", SOFT_CLOSED: "closing", CLOSED: "closed"}
"""The ERP's status of a period -> everybody else's."""
SUBLEDGERS = ("INVENTORY", "BILLING")
LOADED = 1
"""The version of a period whose status has not changed."""


@condition("K79", "A period has one status everywhere", "P13")
def statuses_agree(books: Books) -> Unequals:
    """The others know a period's version only since it changed."""
    decided: dict[object, str] = {p.name: SHOWN_AS[p.status] for p in books.erp.periods()}
    copies = {
        "procurement": {p.period: p.status for p in books.procurement.periods()},
        "inventory": {p.name: p.status for p in books.inventory.periods()},
        "billing": {p.name: p.status for p in books.billing.periods()},
    }
    for system, shown in copies.items():
        for name, expected, found, _ in compare(decided, dict(shown), "status"):
            yield Unequal(f"{system} {name}", expected, found, "status")


@condition("K80", "A period's status follows from how often it changed", "RA5", "P13")
def statuses_are_legal(books: Books) -> Unequals:
    """Open and soft-closed take turns until it is closed, which is final."""
    for period in books.erp.periods():
        is_soft = period.status == SOFT_CLOSED
        if is_soft != (period.version % 2 == 0):
            expected = "even" if is_soft else "odd"
            yield Unequal(period.name, expected, str(period.version), "version")


@condition("K81", "A period left open exactly when every subledger's totals are there", "P13")
def totals_are_submitted(books: Books) -> Unequals:
    expected = tally(
        ((period.name, location.business_unit, subledger), 1)
        for period in books.erp.periods()
        if period.version > LOADED
        for location in books.erp.locations()
        for subledger in SUBLEDGERS
    )
    found = tally(
        ((totals.period, totals.business_unit, totals.subledger), 1)
        for totals in books.erp.totals()
    )
    return compare(expected, found, "totals")


@condition("K82", "Inventory and billing sent a period's totals once it left open", "P13")
def totals_were_sent(books: Books) -> Unequals:
    changed = {period.name: period.version > LOADED for period in books.erp.periods()}
    copies: dict[str, Iterable[InventoryPeriod | BillingPeriod]] = {
        "inventory": books.inventory.periods(),
        "billing": books.billing.periods(),
    }
    for system, periods in copies.items():
        for period in periods:
            must_send = period.status != "open" or changed.get(period.name, False)
            if must_send != period.totals_sent:
                sent = ("not sent", "sent")
                key = f"{system} {period.name}"
                yield Unequal(key, sent[must_send], sent[period.totals_sent], "totals")
