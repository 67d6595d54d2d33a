"""Queue depth: duties that wait for the integration, by flow, as a time series.

Seen from outside, whatever a queue looks like inside: what was owed and does not stand yet. What
was never met counts to the end, so a queue that does not empty is a loss.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from sim.checkers.grouped import Array, column
from sim.checkers.matching import match_part
from sim.history.part import Part
from sim.history.reading import History

SERIES = ("t_s", "flow", "waiting", "overdue")
COLUMNS = ("flow", "mean_waiting", "peak_waiting", "peak_s", "waiting_at_end", "overdue_at_end")
US = 1_000_000
Depths = dict[str, Array]
"""Flow -> how many wait and how many are overdue (two rows) at each instant."""


def queue_depth(history: History, step_s: int = 900) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per flow; mean and peak over a grid of `step_s`."""
    series = queue_depth_over_time(history, step_s)
    found = []
    for flow, own in series.groupby("flow", sort=True):
        peak = own.iloc[int(np.argmax(column(own, "waiting")))]
        last = own.iloc[-1]
        mean = float(own["waiting"].mean())
        ends = (int(last["waiting"]), int(last["overdue"]))
        found.append((flow, mean, int(peak["waiting"]), float(peak["t_s"]), *ends))
    return pd.DataFrame(found, columns=list(COLUMNS))


def queue_depth_over_time(history: History, step_s: int = 900) -> pd.DataFrame:
    """Columns `SERIES`, a line per flow and instant of the grid; the last is the History's end."""
    grid_us = np.append(np.arange(0, history.end_us, step_s * US), history.end_us)
    total: Depths = {}
    for part in history.by_key(partial(_depths, tuple(grid_us.tolist()))):
        for flow, depth in part.items():
            total[flow] = total.get(flow, 0) + depth
    found = [
        pd.DataFrame(
            {
                "t_s": grid_us / US,
                "flow": flow,
                "waiting": total[flow][0],
                "overdue": total[flow][1],
            }
        )
        for flow in sorted(total)
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(SERIES))


def _depths(grid_us: tuple[int, ...], part: Part) -> Depths:
    owed = match_part(part).obligations
    owed = owed[owed["state"] != "superseded"]
    grid = np.array(grid_us)
    found = {}
    for flow, own in owed.groupby(owed["flow"].astype(str), sort=True):
        until_us = np.where(own["met_us"] >= 0, own["met_us"], part.end_us + 1)
        due_us = np.maximum(column(own, "t_us"), column(own, "due_us"))
        both = [_at(grid, since, until_us) for since in (column(own, "t_us"), due_us)]
        found[str(flow)] = np.stack(both)
    return found


def _at(grid: Array, since_us: Array, until_us: Array) -> Array:
    """How many of [since, until) hold each instant; an empty one holds none."""
    until_us = np.maximum(since_us, until_us)
    size = len(grid) + 1
    rises = np.bincount(np.searchsorted(grid, since_us), minlength=size)
    falls = np.bincount(np.searchsorted(grid, until_us), minlength=size)
    depth: Array = np.cumsum(rises - falls)[:-1]
    return depth
