"""Spend under contract: payments to suppliers that a contract covers, as a share of all payments.

Sum of what S03 is owed as spend, less reversals, over the sum of payments of S01, less those that
came back.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.matching import match_part
from sim.history.part import Part
from sim.history.reading import History
from sim.measures.milestones import milestones

COLUMNS = ("figure", "payments", "amount_minor", "share")
PAYMENT, RETURNED = "erp.payment", "erp.payment_rejection"
SPEND, REVERSED = "contracts.spend", "contracts.spend_reversal"


def contract_spend(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: `paid`, `under contract` (owed to S03, whether or not it got there) and
    `shown in contracts` (it did); shares of what was paid, NaN where nothing was."""
    rows = milestones(history)
    sums = rows.assign(amount_minor=rows["amount_minor"] * rows["count"]).groupby("f")
    found = sums.agg(payments=("count", "sum"), amount_minor=("amount_minor", "sum"))
    owed = pd.concat(history.by_key(_owed)).groupby(level=0).sum()
    figures = {
        "paid": _net(found, PAYMENT, RETURNED),
        "under contract": _net(owed, SPEND, REVERSED),
        "shown in contracts": _net(found, SPEND, REVERSED),
    }
    total_minor = figures["paid"][1] or float("nan")
    return pd.DataFrame(
        [(figure, count, minor, minor / total_minor) for figure, (count, minor) in figures.items()],
        columns=list(COLUMNS),
    )


def _owed(part: Part) -> pd.DataFrame:
    owed = match_part(part).obligations
    owed = owed[owed["f"].isin((SPEND, REVERSED))]
    lines = owed.astype({"f": str}).groupby("f")
    return lines.agg(payments=("key", "size"), amount_minor=("amount_minor", "sum"))


def _net(sums: pd.DataFrame, kind: str, back: str) -> tuple[int, int]:
    both = sums.reindex([kind, back], fill_value=0).to_numpy(dtype="int64")
    return int(both[0, 0] - both[1, 0]), int(both[0, 1] - both[1, 1])
