"""V_net, V_abs and the rate of the variance per system pair at the end (checks.md 3.3).

V_net = sum of (a_S - a_T), in which opposite errors cancel; V_abs = sum of |a_S - a_T| by effect
key; rate = V_abs / sum of |a_S|, where a_S is what is owed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.grouped import column
from sim.checkers.matching import match_part
from sim.checkers.reconciliation import final_differences, first_owe
from sim.history.part import Part
from sim.history.reading import History

SUMS = (
    *("owed_units", "v_net_units", "v_abs_units"),
    *("owed_minor", "v_net_minor", "v_abs_minor"),
)
COLUMNS = ("pair", *SUMS, "rate_units", "rate_minor")
EVERYWHERE = "all"


def variance_rates(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per pair of systems, the last for `all`; a rate is NaN where
    nothing was owed."""
    lines = pd.concat(history.by_key(_by_pair)).groupby(level="pair", sort=True).sum()
    if len(lines):
        lines.loc[EVERYWHERE] = lines.sum()
    for unit in ("units", "minor"):
        owed = lines[f"owed_{unit}"]
        lines[f"rate_{unit}"] = lines[f"v_abs_{unit}"] / owed.where(owed > 0)
    return lines.rename_axis("pair").reset_index()[list(COLUMNS)]


def _by_pair(part: Part) -> pd.DataFrame:
    laid = match_part(part).keyed
    final = final_differences(part)
    owed_minor = np.zeros(len(laid.starts), dtype=np.int64)
    places = np.flatnonzero(first_owe(laid))
    owed_minor[laid.key[places]] = np.abs(column(laid.rows, "amount_minor")[places])
    lines = pd.DataFrame(
        {
            "owed_units": laid.owed[final.index].astype(np.int64),
            "owed_minor": owed_minor[final.index],
        }
    )
    for unit in ("units", "minor"):
        net = column(final, f"net_{unit}")
        lines[f"v_net_{unit}"], lines[f"v_abs_{unit}"] = net, np.abs(net)
    pair = final["pair"].astype(str).to_numpy()
    return lines[list(SUMS)].groupby(pair, sort=True).sum().rename_axis("pair")
