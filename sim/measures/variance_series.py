"""B1: reconciliation variance per pair of systems over time, until it is back at zero.

Between two instants of the grid the variance may be higher; the time to zero is exact.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers.grouped import Array, column
from sim.checkers.reconciliation import contributions
from sim.history.part import Part
from sim.history.reading import History

US = 1_000_000
UNITS = ("units", "minor")
SERIES = ("t_s", "pair", "v_net_units", "v_abs_units", "v_net_minor", "v_abs_minor")
VALUES = list(SERIES[2:])
TO_ZERO = ("pair", "fault_off_s", "zero_s", "time_to_zero_s")


class Changes(NamedTuple):
    """How far a part's books of one pair were apart at an instant, and each change after it."""

    apart: int
    t_us: Array
    change: Array


def variance_series(history: History, step_s: int = 3600) -> pd.DataFrame:
    """Columns `SERIES`, a line per pair and instant; the last instant is the History's end."""
    grid_us = np.append(np.arange(0, history.end_us, step_s * US), history.end_us)
    total: dict[str, pd.DataFrame] = {}
    for sampled in history.by_key(partial(_by_pair, grid_us)):
        for pair, frame in sampled.items():
            if pair in total:
                total[pair][VALUES] += frame[VALUES]
            else:
                total[pair] = frame
    found = [total[pair] for pair in sorted(total)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(SERIES))


def time_to_zero(history: History) -> pd.DataFrame:
    """Columns `TO_ZERO` per pair: from the last `fault_off` until V_abs is 0 in units and money.

    NaN where it never was (censored at the end); no lines where no fault was switched off.
    """
    off = history.faults[history.faults["op"] == "fault_off"]
    if off.empty:
        return pd.DataFrame(columns=list(TO_ZERO))
    off_us = int(off["t_us"].max())
    changes: dict[str, list[Changes]] = {}
    for by_pair in history.by_key(partial(_changes_after, off_us)):
        for pair, own in by_pair.items():
            changes.setdefault(pair, []).append(own)
    found = []
    for pair in sorted(changes):
        zero_us = _first_zero_us(changes[pair], off_us)
        found.append((pair, off_us / US, zero_us / US, (zero_us - off_us) / US))
    return pd.DataFrame(found, columns=list(TO_ZERO))


def _by_pair(grid_us: Array, part: Part) -> dict[str, pd.DataFrame]:
    lines = contributions(part).groupby("pair", observed=True, sort=True)
    return {str(pair): _sampled(str(pair), own, grid_us) for pair, own in lines}


def _sampled(pair: str, lines: pd.DataFrame, grid_us: Array) -> pd.DataFrame:
    place = np.searchsorted(column(lines, "t_us"), grid_us, side="right")
    frame = pd.DataFrame({"t_s": grid_us / US, "pair": pair})
    for unit in UNITS:
        for kind in ("net", "abs"):
            so_far = np.append(0, np.cumsum(column(lines, f"{kind}_{unit}")))
            frame[f"v_{kind}_{unit}"] = so_far[place]
    return frame


def _changes_after(off_us: int, part: Part) -> dict[str, Changes]:
    """V_abs in units and money together, by pair; rows that change nothing are left out."""
    found = {}
    for pair, lines in contributions(part).groupby("pair", observed=True):
        t_us = column(lines, "t_us")
        change = np.sum([column(lines, f"abs_{unit}") for unit in UNITS], axis=0)
        after = (t_us > off_us) & (change != 0)
        found[str(pair)] = Changes(int(change[t_us <= off_us].sum()), t_us[after], change[after])
    return found


def _first_zero_us(parts: list[Changes], off_us: int) -> float:
    """Only the state at the end of an instant counts."""
    apart = sum(part.apart for part in parts)
    if apart == 0:
        return float(off_us)
    t_us = np.concatenate([part.t_us for part in parts])
    order = np.argsort(t_us, kind="stable")
    t_us = t_us[order]
    left = apart + np.cumsum(np.concatenate([part.change for part in parts])[order])
    settled = np.append(t_us[1:] != t_us[:-1], True)[: len(t_us)]
    zero = np.flatnonzero((left == 0) & settled)
    return float(t_us[zero[0]]) if len(zero) else float("nan")
