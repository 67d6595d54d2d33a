"""What waits, as those who run the flows call it: count and age, from the layer's own state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from integration_under_test.reference.observability.slas import Waiting

BACKLOGS: Mapping[str, frozenset[str]] = {
    "requisitions_without_budget_decision": frozenset({"decide_budget"}),
    "orders_not_sent": frozenset({"send_order", "send_direct_order"}),
    "receipts_not_accrued": frozenset({"accrue_receipt"}),
    "invoices_not_entered": frozenset({"enter_invoice", "enter_expense_invoice", "submit_invoice"}),
    "invoice_holds_not_returned": frozenset({"return_invoice_hold", "tell_contract_of_hold"}),
    "usages_not_charged": frozenset({"create_charge"}),
    "usages_not_costed": frozenset({"post_cost"}),
    "claims_not_sent": frozenset({"send_claims"}),
    "postings_not_made": frozenset(
        {"post_receivable", "import_journals", "import_site_journals", "accrue_site_receipts"}
    ),
}
"""Name -> the kinds of command that it counts, waiting or with a clerk."""


class Backlog(NamedTuple):
    """How many commands, and since when the oldest; `with_clerks` of them are dead letters."""

    commands: int
    with_clerks: int
    oldest_h: float


def backlog(
    waiting: Iterable[Waiting], dead: Iterable[Waiting], now: datetime
) -> dict[str, Backlog]:
    """Every line of the table that is not empty."""
    alive, buried = list(waiting), list(dead)
    found = {}
    for name, kinds in BACKLOGS.items():
        with_clerks = [one for one in buried if one.kind in kinds]
        lines = [one for one in alive if one.kind in kinds] + with_clerks
        if lines:
            oldest_s = max((now - line.since).total_seconds() for line in lines)
            found[name] = Backlog(len(lines), len(with_clerks), oldest_s / 3600.0)
    return found
