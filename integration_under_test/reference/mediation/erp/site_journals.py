"""Nightly journals of acquired sites in the group's ledger (P14): batches like those of P16.

What was consulted says, for each site or store, its business unit, and what its numbers mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.mediation.canonical.journals import (
    Journal,
    JournalBatch,
    JournalLine,
)
from integration_under_test.reference.mediation.canonical.site_stock import (
    SiteReceipt,
    SiteReceipts,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import journals

SUPPLIES_EXPENSE, ACCRUED_EXPENSE = "5110", "2130"
"""The sites expense supplies when they come in; their bills come later."""
CATEGORY = "SITERCT"
Facts = Mapping[str, Any]


def write(batch: JournalBatch, context: Context) -> Body:
    """A summary journal, whose sites' charts were consulted."""
    charts = context.consulted
    mapped = tuple(_mapped(journal, charts[journal.business_unit]) for journal in batch.journals)
    return journals.write(replace(batch, journals=mapped), context)


def account_of(site: str, facts: Facts, number: str) -> str:
    """What a site's account means in the group. Raises UnknownCode."""
    account = facts["accounts"].get(number)
    if account is None:
        raise UnknownCode(f"account map of {site}", number)
    return str(account)


def write_receipts(receipts: SiteReceipts, context: Context) -> Body:
    """A journal for each store; the stores' facts were consulted."""
    worth_minor: dict[str, int] = {}
    for receipt in receipts.receipts:
        value = _worth_minor(receipt, context.consulted[receipt.store])
        worth_minor[receipt.store] = worth_minor.get(receipt.store, 0) + value
    number, day = f"{receipts.number:06d}", receipts.received_on
    accruals = tuple(
        _accrual(f"{store}-{number}", context.consulted[store]["unit"], day, value)
        for store, value in worth_minor.items()
    )
    batch = JournalBatch(receipts.sender, number, receipts.came_as, accruals)
    return journals.write(batch, context)


def receipts_posting_day(receipts: SiteReceipts, crosswalk: Crosswalk) -> str:
    return receipts.received_on


def _mapped(journal: Journal, chart: Facts) -> Journal:
    site = journal.business_unit
    lines = tuple(
        replace(line, account=account_of(site, chart, line.account)) for line in journal.lines
    )
    return replace(journal, business_unit=chart["unit"], lines=lines)


def _worth_minor(receipt: SiteReceipt, store: Facts) -> int:
    factor = store["factors"].get(receipt.item)
    if factor is None:
        raise UnknownCode(f"items of {store['site']}", receipt.item)
    return int(receipt.quantity * factor * receipt.cost_each_minor)


def _accrual(reference: str, business_unit: str, day: str, worth_minor: int) -> Journal:
    lines = (
        JournalLine(SUPPLIES_EXPENSE, "", worth_minor, 0, ""),
        JournalLine(ACCRUED_EXPENSE, "", 0, worth_minor, ""),
    )
    return Journal(reference, CATEGORY, business_unit, day, lines)
