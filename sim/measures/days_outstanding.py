"""Days payable and days in accounts receivable, from the books read at the end of the run.

Days payable = closing payables of S01's subledger / invoices entered a day. Net days in A/R =
closing receivables of S05 / average daily charges net of contractual adjustments (HFMA AR-1). A day
is one of the recording, so a run of a few days says more about its opening balances than about
anybody's habits.
"""

from __future__ import annotations

import pandas as pd

from sim.history.reading import History
from sim.measures.milestones import milestones

COLUMNS = ("figure", "balance_minor", "a_day_minor", "outstanding_days")
PAYABLES = "2110"
"""The control account of trade payables in S01's subledger."""
DAY_US = 86_400_000_000


def days_outstanding(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: `payable` and `receivable`; days are NaN where nothing came to be."""
    books = history.books[history.books["op"] == "book_closing"]
    payable = books[(books["f"] == "erp.subledger") & (books["account"] == PAYABLES)]
    rows = milestones(history)
    entered = rows[rows["f"] == "erp.invoice"]
    invoiced_minor = int((entered["amount_minor"] * entered["count"]).sum())
    roll = books[books["f"] == "billing.receivable"].astype({"account": str})
    sums = roll.groupby("account")["amount_minor"].sum().to_dict()
    earned_minor = int(sums.get("charges", 0)) - int(sums.get("contractual", 0))
    days = history.end_us / DAY_US
    found = [
        ("payable", -int(payable["amount_minor"].sum()), invoiced_minor),
        ("receivable", _closing(history), earned_minor),
    ]
    return pd.DataFrame(
        [(name, balance, *_days(balance, total, days)) for name, balance, total in found],
        columns=list(COLUMNS),
    )


def _closing(history: History) -> int:
    """Of the last period of each facility, since each closes with what the next opens with."""
    books = history.books
    rows = books[(books["f"] == "billing.receivable") & (books["account"] == "closing")]
    last = rows.astype({"facility": str, "period": str}).sort_values("period")
    return int(last.groupby("facility")["amount_minor"].last().sum())


def _days(balance_minor: int, total_minor: int, days: float) -> tuple[float, float]:
    if not days or total_minor <= 0:
        return float("nan"), float("nan")
    a_day_minor = total_minor / days
    return a_day_minor, balance_minor / a_day_minor
