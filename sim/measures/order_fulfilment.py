"""Supplier fulfilment: how far orders got, from the order to goods on the dock, by its lines.

Steps are told by the keys of documents; what arrived is read from procurement's orders at the end
of the run. How much of a line was ordered, and when its goods came, the recording does not link to
the order, so in full and in time are not told here.
"""

from __future__ import annotations

import pandas as pd

from sim.history.reading import History
from sim.measures.milestones import of_kind

COLUMNS = ("step", "count", "of", "share")
ARRIVED = "procurement.order_received"


def order_fulfilment(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: orders for suppliers with EDI that were sent and acknowledged, then of all
    orders in procurement those with goods, and their lines with goods. NaN shares of nothing."""
    expected = set(of_kind(history, "suppliers.order_expected").index)
    sent = expected & set(of_kind(history, "suppliers.order_received").index)
    answers = of_kind(history, "procurement.acknowledgement").index
    answered = expected & {str(key).partition("/")[0] for key in answers}
    books = history.books
    lines = books[books["f"] == ARRIVED].astype({"effect_key": str})
    order = pd.Series([key.partition("/")[0] for key in lines["effect_key"]], dtype=str)
    came = (lines["quantity"] > 0).to_numpy()
    found = [
        ("orders by EDI", len(expected), len(expected)),
        ("sent to the supplier", len(sent), len(expected)),
        ("acknowledged", len(answered), len(expected)),
        ("orders with goods", int(order[came].nunique()), int(order.nunique())),
        ("lines with goods", int(came.sum()), len(lines)),
    ]
    told = [(step, count, of, count / of if of else float("nan")) for step, count, of in found]
    return pd.DataFrame(told, columns=list(COLUMNS))
