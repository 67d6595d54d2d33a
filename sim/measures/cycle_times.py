"""Cycle times between two steps of a document: approvals, orders, onboarding, reimbursement.

From the first effect of the one kind to the first of the other under the same key. What had not
ended is censored at the end of the run (kaplan_meier.py); so are requests that somebody turned
down, since no step of theirs follows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.history.reading import History
from sim.measures.kaplan_meier import spread
from sim.measures.milestones import of_kind

COLUMNS = ("cycle", "n", "censored_share", "mean_s", "p50_s", "p90_s", "max_observed_s")
US = 1_000_000


class Cycle(NamedTuple):
    """Of the later step's key the parts `first:last`, separated by `/`, name the document."""

    name: str
    begins: str
    ends: str
    first: int = 0
    last: int = 2


CYCLES = (
    Cycle("requisition approval", "procurement.requisition", "procurement.requisition_decision"),
    Cycle("order to supplier", "suppliers.order_expected", "suppliers.order_received"),
    Cycle("order acknowledged", "suppliers.order_expected", "procurement.acknowledgement", 0, 1),
    Cycle(
        "replenishment date back", "inventory.replenishment", "inventory.replenishment_order", 0, 1
    ),
    Cycle("replenishment fulfilled", "inventory.replenishment", "inventory.replenishment_end"),
    Cycle("invoice hold", "payables.hold", "payables.hold_release", 0, 3),
    Cycle("payment settled", "bank.payment_expected", "erp.payment_clearing"),
    Cycle(
        "supplier screening", "procurement.supplier_request", "procurement.supplier_screening", 0, 1
    ),
    Cycle("supplier onboarding", "procurement.supplier_request", "procurement.supplier_onboarding"),
    Cycle("discharge to coding", "ehr.discharge", "ehr.coding"),
    Cycle("claim answered", "payers.claim_expected", "billing.claim_answer", 0, 2),
    Cycle("claim to reimbursement", "billing.claim", "billing.remittance_line", 2, 3),
)
BY_PEOPLE = frozenset({"procurement.requisition"})
"""Kinds of which only what people entered counts: what a system asks for goes by its own number."""


def cycle_times(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per cycle of CYCLES; `n` documents that began, the mean over
    those that ended."""
    return pd.DataFrame([_line(history, cycle) for cycle in CYCLES], columns=list(COLUMNS))


def _line(history: History, cycle: Cycle) -> dict[str, float | str]:
    begun = of_kind(history, cycle.begins)
    if cycle.begins in BY_PEOPLE:
        begun = begun[begun["process"].str.startswith("world")]
    ends = of_kind(history, cycle.ends)["t_us"]
    names = [_part(key, cycle) for key in ends.index]
    first_us = ends.groupby(pd.Index(names, dtype=object)).min()
    until_us = first_us.reindex(begun.index).to_numpy(dtype=np.float64)
    ended = ~np.isnan(until_us)
    since_us = begun["t_us"].to_numpy(dtype=np.float64)
    taken_s = np.maximum(np.where(ended, until_us, history.end_us) - since_us, 0) / US
    censored = float(1 - ended.mean()) if len(ended) else float("nan")
    named: dict[str, float | str] = {
        "cycle": cycle.name,
        "n": len(ended),
        "censored_share": censored,
    }
    return {**spread(taken_s, ended), **named}


def _part(key: str, cycle: Cycle) -> str:
    return "/".join(key.split("/")[cycle.first : cycle.last])
