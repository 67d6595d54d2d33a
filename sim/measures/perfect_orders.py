"""Perfect orders: orders to suppliers that went through without anybody's hand, at the first try.

After GHX and SMI, as far as documents tell: sent to the supplier once and in time, acknowledged by
it, committed in the ERP at the ordered amount, not changed since, and named by no exception or
alert. Whether the goods came whole and undamaged, the recording does not link to the order.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import pandas as pd

from sim.history.reading import History
from sim.measures.incidents import incidents
from sim.measures.milestones import of_kind
from sim.measures.signals import signals

COLUMNS = ("figure", "orders", "share")
DUTIES = ("suppliers.order_received", "erp.encumbrance", "procurement.acknowledgement")


def perfect_orders(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: all orders that a supplier with EDI should get, those that fail each
    condition, and the perfect ones; an order may fail several. A share is NaN of no orders."""
    orders = set(of_kind(history, "suppliers.order_expected").index)
    harmed = incidents(history)
    harmed = harmed[harmed["f"].isin(DUTIES)]
    sent = set(of_kind(history, DUTIES[0]).index)
    answered = _orders_of(of_kind(history, DUTIES[2]).index)
    failed: dict[str, AbstractSet[str]] = {
        "not sent": orders - sent,
        "not acknowledged": orders - answered,
        "wrong, late or twice": _orders_of(harmed["effect_key"]) & orders,
        "changed": _orders_of(of_kind(history, "procurement.order_change").index) & orders,
        "named by an exception": _orders_of(signals(history)["key"]) & orders,
    }
    perfect = orders.difference(*failed.values())
    found = {"orders": orders, **failed, "perfect": perfect}
    total = len(orders) or float("nan")
    return pd.DataFrame(
        [(figure, len(own), len(own) / total) for figure, own in found.items()],
        columns=list(COLUMNS),
    )


def _orders_of(keys: pd.Index | pd.Series) -> set[str]:
    return {str(key).partition("/")[0] for key in keys}
