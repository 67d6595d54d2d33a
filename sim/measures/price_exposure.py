"""Price exposure: what was paid above or below contract prices, and what was made good (CP6).

The sum over order lines of quantity times (price paid less price agreed), signed, and absolute per
order, so that what was paid too much here does not hide what was paid too little there.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.consistency import KIND as CONDITIONS
from sim.history.reading import History

KIND = "price_exposure"
"""Rows of it are written when the run came to rest; see sim/experiment/exposure.py."""
ORDERED, BILLED, CORRECTED, CREDITED = "ordered", "billed", "corrected", "credited"
LEFT = "left"
CAUSES = (ORDERED, BILLED, CORRECTED, CREDITED)
COLUMNS = ("cause", "orders", "signed_minor", "absolute_minor")


def price_exposure(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per cause: `ordered` at another price than agreed for the day,
    `billed` at another price than ordered, `corrected` and `credited` since, `left` after all of
    it. Amounts in cents, above zero is too much paid. No line when the run did not come to rest."""
    books = history.books
    if not (books["f"] == CONDITIONS).any():
        return pd.DataFrame(columns=list(COLUMNS))
    rows = books[books["f"] == KIND].astype({"account": str, "effect_key": str})
    causes = [(cause, rows[rows["account"] == cause]) for cause in CAUSES]
    return pd.DataFrame(
        [(cause, *_sums(of_cause)) for cause, of_cause in (*causes, (LEFT, rows))],
        columns=list(COLUMNS),
    )


def _sums(rows: pd.DataFrame) -> tuple[int, int, int]:
    """Orders concerned, their sum, the sum of their absolute amounts."""
    of_order = rows.groupby("effect_key")["amount_minor"].sum()
    return int((of_order != 0).sum()), int(of_order.sum()), int(of_order.abs().sum())
