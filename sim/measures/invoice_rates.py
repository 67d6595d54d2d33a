"""What became of supplier invoices: entered, held, disputed, touched by a person, paid.

Touchless is the share that reached the ERP with no human action but policy approval, of all that
came in, open and failed ones included (checks.md 3.3). A human action is a hold and its release, a
dispute, a cancellation, or a work item that names the invoice. The match failure rate is the share
of entered ones that the three-way match held, by reason. Payment terms are longer than most runs,
so the share that is paid stands beside it.
"""

from __future__ import annotations

import pandas as pd

from sim.history.reading import History
from sim.measures.milestones import of_kind

COLUMNS = ("figure", "invoices", "of", "share")
ARRIVALS = ("suppliers.invoice", "procurement.invoice", "invoice_capture.expense_invoice")
ENTERED, PAID = "erp.invoice", "procurement.invoice_paid"
OPENING = "OPEN-"
"""Invoices of the time before the run begin so; nobody saw them come in."""


def invoice_rates(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`; `of` is the number that a share is taken of, NaN of nothing."""
    arrived = {key for kind in ARRIVALS for key in of_kind(history, kind).index}
    entered = set(of_kind(history, ENTERED).index)
    came = {key for key in arrived | entered if OPENING not in key}
    reasons: dict[str, set[str]] = {}
    for hold in of_kind(history, "payables.hold").index:
        invoice, _, reason = hold.rpartition("/")
        reasons.setdefault(reason, set()).add(invoice)
    held = {invoice for invoices in reasons.values() for invoice in invoices}
    disputed = _disputed(history, came)
    by_hand = set(of_kind(history, "erp.hold_release").index)
    cancelled = set(of_kind(history, "erp.invoice_cancellation").index)
    excepted = set(history.items["business_key"].astype(str))
    touched = held | disputed | by_hand | cancelled | excepted
    found = [
        ("came in", came, came),
        ("entered in the ERP", came & entered, came),
        ("touchless", (came & entered) - touched, came),
        ("held by the match", held & entered, entered),
        *((f"held: {reason}", reasons[reason] & entered, entered) for reason in sorted(reasons)),
        ("disputed", disputed, came),
        ("cancelled", cancelled & came, came),
        ("paid", came & _paid(history), came),
    ]
    return pd.DataFrame([_line(*line) for line in found], columns=list(COLUMNS))


def _line(figure: str, invoices: set[str], of: set[str]) -> tuple[str, int, int, float]:
    share = len(invoices) / len(of) if of else float("nan")
    return figure, len(invoices), len(of), share


def _disputed(history: History, came: set[str]) -> set[str]:
    """A dispute's reference ends with the invoice, its slash written as a dash."""
    references = set(of_kind(history, "procurement.dispute_opened").index)
    named = {f"DSP-{key.replace('/', '-')}": key for key in came}
    return {named[reference] for reference in references & set(named)}


def _paid(history: History) -> set[str]:
    books = history.books
    return set(books.loc[books["f"] == PAID, "effect_key"].astype(str))
