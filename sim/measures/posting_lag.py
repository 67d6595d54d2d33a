"""How far the books of care and of stock run behind: each kind of effect owed, from its trigger.

Encounter to posting: admission, discharge, coding, service and usage until billing shows them, and
postings of billing until the ledger does. Inventory synchronisation: what changed elsewhere until
S04 shows it, and what S04 received, used or shipped until the others do.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.grouped import column
from sim.checkers.matching import MET, match_part
from sim.history.part import Part
from sim.history.reading import History
from sim.measures.kaplan_meier import quantiles

ENCOUNTER = "encounter to posting"
INVENTORY = "inventory synchronisation"
POSTINGS = frozenset(
    {
        *("billing.encounter", "billing.encounter_status", "billing.charge"),
        *("billing.charge_credit", "erp.receivable"),
    }
)
STOCK = frozenset(
    {
        *("inventory.receipt_line", "inventory.inbound_shipment", "inventory.warehouse_stock"),
        *("inventory.site_stock", "inventory.item", "inventory.cross_reference"),
        *("erp.accrual", "erp.cost", "procurement.order_receipt", "billing.lot_eligible"),
    }
)
WHAT = {ENCOUNTER: POSTINGS, INVENTORY: STOCK}
COLUMNS = ("what", "source", "f", "n", "censored_share", "p50_s", "p95_s", "max_observed_s")
EVERYTHING = "all"
US = 1_000_000


def posting_lag(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per system that owed and kind of effect, the last of each sort for
    `all`; what is not met is censored at the end. Quantiles are NaN where too much is."""
    lines = pd.concat(history.by_key(_lines), ignore_index=True)
    found = []
    for what, kinds in WHAT.items():
        own = lines[lines["f"].isin(kinds)]
        groups = [(key, group) for key, group in own.groupby(["source", "f"], sort=True)]
        for (source, kind), group in [*groups, (("", EVERYTHING), own)]:
            named = {"what": what, "source": source, "f": kind}
            found.append({**named, **_figures(group, history.end_us)})
    return pd.DataFrame(found, columns=list(COLUMNS))


def _lines(part: Part) -> pd.DataFrame:
    owed = match_part(part).obligations
    owed = owed[owed["f"].isin(POSTINGS | STOCK)]
    lines = owed[["source", "f"]].astype(str)
    return lines.assign(t_us=owed["t_us"], met_us=owed["met_us"], met=owed["state"].isin(MET))


def _figures(lines: pd.DataFrame, end_us: int) -> dict[str, float]:
    met = column(lines, "met").astype(bool)
    until_us = np.where(met, column(lines, "met_us"), end_us)
    taken_s = np.maximum(until_us - column(lines, "t_us"), 0) / US
    p50_s, p95_s = quantiles(taken_s, met, (0.5, 0.95))
    return {
        "n": len(lines),
        "censored_share": float(1 - met.mean()) if len(met) else float("nan"),
        "p50_s": p50_s,
        "p95_s": p95_s,
        "max_observed_s": float(taken_s[met].max()) if met.any() else float("nan"),
    }
