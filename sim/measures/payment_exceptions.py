"""Payment exceptions: what kept invoices from being paid, or payments from arriving, by sort."""

from __future__ import annotations

import pandas as pd

from sim.history.reading import History
from sim.history.work_items import as_wholes
from sim.measures.milestones import of_kind

KINDS = {
    "held by the match": "payables.hold",
    "disputed": "procurement.dispute_opened",
    "cancelled": "erp.invoice_cancellation",
    "returned by the bank": "bank.return",
    "taken back in the ledger": "erp.payment_rejection",
}
ITEMS = "work items of payments"
FLOW = "P08"
COLUMNS = ("exception", "count", "amount_minor", "per_100_payments")


def payment_exceptions(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per sort, then work items of P08; the rate is NaN without a
    payment."""
    payments = len(of_kind(history, "erp.payment")) or float("nan")
    found = []
    for name, kind in KINDS.items():
        rows = of_kind(history, kind)
        found.append((name, len(rows), int(rows["amount_minor"].sum()), 100 * len(rows) / payments))
    items = as_wholes(history.items[history.items["flow"] == FLOW])
    found.append((ITEMS, len(items), 0, 100 * len(items) / payments))
    return pd.DataFrame(found, columns=list(COLUMNS))
