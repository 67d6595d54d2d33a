"""B1: reconciliation variance per pair of systems over time, until it is back at zero.

Between two instants of the grid the variance may be higher; the time to zero is exact.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.grouped import Array, column
from sim.checkers.reconciliation import contributions
from sim.history.reading import History

US = 1_000_000
UNITS = ("units", "minor")
SERIES = ("t_s", "pair", "v_net_units", "v_abs_units", "v_net_minor", "v_abs_minor")
TO_ZERO = ("pair", "fault_off_s", "zero_s", "time_to_zero_s")


def variance_series(history: History, step_s: int = 3600) -> pd.DataFrame:
    """Columns `SERIES`, a line per pair and instant; the last instant is the History's end."""
    grid_us = np.append(np.arange(0, history.end_us, step_s * US), history.end_us)
    found = [
        _sampled(str(pair), lines, grid_us)
        for pair, lines in contributions(history).groupby("pair", observed=True, sort=True)
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(SERIES))


def time_to_zero(history: History) -> pd.DataFrame:
    """Columns `TO_ZERO` per pair: from the last `fault_off` until V_abs is 0 in units and money.

    NaN where it never was (censored at the end); no lines where no fault was switched off.
    """
    off = history.faults[history.faults["op"] == "fault_off"]
    if off.empty:
        return pd.DataFrame(columns=list(TO_ZERO))
    off_us = int(off["t_us"].max())
    found = []
    for pair, lines in contributions(history).groupby("pair", observed=True, sort=True):
        zero_us = _first_zero_us(lines, off_us)
        after_s = (zero_us - off_us) / US
        found.append((str(pair), off_us / US, zero_us / US, after_s))
    return pd.DataFrame(found, columns=list(TO_ZERO))


def _sampled(pair: str, lines: pd.DataFrame, grid_us: Array) -> pd.DataFrame:
    place = np.searchsorted(column(lines, "t_us"), grid_us, side="right")
    frame = pd.DataFrame({"t_s": grid_us / US, "pair": pair})
    for unit in UNITS:
        for kind in ("net", "abs"):
            so_far = np.append(0, np.cumsum(column(lines, f"{kind}_{unit}")))
            frame[f"v_{kind}_{unit}"] = so_far[place]
    return frame


def _first_zero_us(lines: pd.DataFrame, off_us: int) -> float:
    """Only the state at the end of an instant counts."""
    t_us = column(lines, "t_us")
    apart = np.sum([np.cumsum(column(lines, f"abs_{unit}")) for unit in UNITS], axis=0)
    settled = np.append(t_us[1:] != t_us[:-1], True)
    before = int(np.searchsorted(t_us, off_us, side="right"))
    if before == 0 or apart[before - 1] == 0:
        return float(off_us)
    zero = np.flatnonzero((apart == 0) & settled & (t_us > off_us))
    return float(t_us[zero[0]]) if len(zero) else float("nan")
