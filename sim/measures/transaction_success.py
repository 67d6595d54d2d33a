"""Successful transactions: duties met exactly, as a share of all that were decided.

A transaction is one effect key that was owed and whose deadline passed or that was met. It is
successful when it was met and never an incident other than a missed deadline (incidents.py), and in
time when it was no incident at all.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.matching import MET, match_part
from sim.history.part import Part
from sim.history.reading import History
from sim.measures.incidents import harmed_keys

COUNTS = ("decided", "successful", "in_time")
COLUMNS = ("flow", *COUNTS, "success_share", "in_time_share")
EVERYTHING = "all"
DECIDED = (*MET, "queued", "lost_visible", "lost_silent")


def transaction_success(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per flow, the last for `all`; a share is NaN of nothing."""
    lines = pd.concat(history.by_key(_decided)).groupby(level="flow", sort=True).sum()
    lines.loc[EVERYTHING] = lines.sum()
    lines = lines.astype("int64")
    decided = lines["decided"].where(lines["decided"] > 0)
    lines["success_share"] = lines["successful"] / decided
    lines["in_time_share"] = lines["in_time"] / decided
    return lines.rename_axis("flow").reset_index()[list(COLUMNS)]


def _decided(part: Part) -> pd.DataFrame:
    """By flow, over effect keys: one of several versions is met when all of them are."""
    owed = match_part(part).obligations
    owed = owed[owed["state"].isin(DECIDED)].assign(met=owed["state"].isin(MET))
    owed = owed.assign(flow=owed["flow"].astype(str))
    keys = owed.groupby("key").agg(flow=("flow", "first"), met=("met", "all"))
    harmed = harmed_keys(part)
    wrong = keys.index.isin(harmed.index[~harmed["only_late"].astype(bool)])
    keys["successful"] = keys["met"] & ~wrong
    keys["in_time"] = keys["successful"] & ~keys.index.isin(harmed.index)
    by_flow = keys.groupby("flow", sort=True)
    return by_flow.agg(
        decided=("met", "size"), successful=("successful", "sum"), in_time=("in_time", "sum")
    )
