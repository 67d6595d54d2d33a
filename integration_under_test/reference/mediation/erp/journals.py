"""Journal batches of the ERP (P16)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.journals import (
    Journal,
    JournalBatch,
    JournalLine,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_decimal


def write(batch: JournalBatch, context: Context) -> Body:
    lines = [line for journal in batch.journals for line in journal.lines]
    return {
        "Source": batch.sender,
        "BatchNumber": batch.number,
        "ControlCount": len(batch.journals),
        "ControlDebit": to_decimal(sum(line.debit_minor for line in lines), 2),
        "ControlCredit": to_decimal(sum(line.credit_minor for line in lines), 2),
        "Journals": [_journal(journal, context.posting_on) for journal in batch.journals],
    }


def posting_day(batch: JournalBatch, crosswalk: Crosswalk) -> str:
    """The earliest of its days, which is the first to lie in a closed period."""
    return min(journal.posted_on for journal in batch.journals)


def _journal(journal: Journal, not_before: str) -> Body:
    return {
        "Reference": journal.number,
        "BusinessUnit": journal.business_unit,
        "AccountingDate": max(journal.posted_on, not_before),
        "Category": journal.category,
        "Lines": [_line(line) for line in journal.lines],
    }


def _line(line: JournalLine) -> Body:
    return {
        "Account": line.account,
        "CostCenter": line.cost_center,
        "Debit": to_decimal(line.debit_minor, 2),
        "Credit": to_decimal(line.credit_minor, 2),
        "ProjectNumber": line.project,
    }
