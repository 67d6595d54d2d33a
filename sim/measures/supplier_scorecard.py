"""Supplier scorecard: what each supplier billed and shipped, and how often the match held it.

Documents are told to be a supplier's by their key, `supplier/number`. Orders go by procurement's
number alone, which names no supplier, so delivery in full and in time is not in the recording.
"""

from __future__ import annotations

import pandas as pd

from sim.history.reading import History
from sim.measures.milestones import of_kind

COUNTS = {
    "invoices": "erp.invoice",
    "ship_notices": "suppliers.ship_notice",
    "holds": "payables.hold",
    "credits": "erp.credit_memo",
}
COLUMNS = ("supplier", *COUNTS, "invoiced_minor", "held_minor", "hold_share")
EVERYBODY = "all"


def supplier_scorecard(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per supplier, the one that billed most first, the last for `all`;
    `hold_share` is holds per invoice, NaN without one."""
    found = {}
    for name, kind in COUNTS.items():
        rows = of_kind(history, kind)
        supplier = pd.Index([str(key).partition("/")[0] for key in rows.index], dtype=object)
        by_supplier = rows["amount_minor"].groupby(supplier)
        found[name], found[f"{name}_minor"] = by_supplier.size(), by_supplier.sum()
    lines = pd.DataFrame(found).fillna(0).astype("int64")
    lines = lines.rename(columns={"invoices_minor": "invoiced_minor", "holds_minor": "held_minor"})
    lines.index = lines.index.astype(str)
    order = lines.sort_index().sort_values("invoiced_minor", ascending=False, kind="stable")
    order.loc[EVERYBODY] = order.sum()
    order["hold_share"] = order["holds"] / order["invoices"].where(order["invoices"] > 0)
    return order.rename_axis("supplier").reset_index()[list(COLUMNS)]
