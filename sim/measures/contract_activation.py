"""Contract activation cycle time: from the activation to its last price line in a target.

What has not arrived is censored at the end of the run (kaplan_meier.py), so that a version of which
one line is missing counts as not yet in force.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.grouped import column
from sim.checkers.matching import MET, match_part
from sim.history.part import Part
from sim.history.reading import History
from sim.measures.kaplan_meier import quantiles

COLUMNS = ("target", "versions", "lines", "censored_share", "p50_s", "p95_s", "max_observed_s")
FLOW, ORIGIN = "P03", "contracts"
EVERYWHERE = "all"
US = 1_000_000


def contract_activation(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per target system, the last for `all`, where a version is in force
    once every target has it. Quantiles are NaN where too few versions arrived."""
    lines = pd.concat(history.by_key(_lines), ignore_index=True)
    everywhere = lines.assign(target=EVERYWHERE)
    found = [
        {"target": target, **_figures(own, history.end_us)}
        for target, own in [*lines.groupby("target", sort=True), (EVERYWHERE, everywhere)]
        if len(own)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _lines(part: Part) -> pd.DataFrame:
    owed = match_part(part).obligations
    owed = owed[(owed["flow"] == FLOW) & (owed["source"] == ORIGIN)]
    lines = owed[["target", "business_key"]].astype(str)
    return lines.assign(t_us=owed["t_us"], met_us=owed["met_us"], arrived=owed["state"].isin(MET))


def _figures(lines: pd.DataFrame, end_us: int) -> dict[str, float]:
    versions = lines.groupby("business_key", sort=True).agg(
        t_us=("t_us", "min"), met_us=("met_us", "max"), arrived=("arrived", "all")
    )
    arrived = column(versions, "arrived")
    until_us = versions["met_us"].where(arrived, end_us)
    taken_s = ((until_us - versions["t_us"]) / US).to_numpy()
    p50_s, p95_s = quantiles(taken_s, arrived, (0.5, 0.95))
    return {
        "versions": len(versions),
        "lines": len(lines),
        "censored_share": float(1 - arrived.mean()),
        "p50_s": p50_s,
        "p95_s": p95_s,
        "max_observed_s": float(taken_s[arrived].max()) if arrived.any() else float("nan"),
    }
