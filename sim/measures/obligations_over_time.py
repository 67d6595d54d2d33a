"""What became of each duty, by flow and by the day on which it arose: before and after a change.

The whole run in one figure hides that a flow got better in its middle, as it does when it moves to
another integration (C17), or worse, as during an outage.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.duplicates import extra_effects
from sim.checkers.grouped import column
from sim.checkers.matching import STATES, match_part
from sim.history.part import Part
from sim.history.reading import History

BY = ["flow", "window_s"]
COLUMNS = (*BY, "owed", *STATES, "duplicated", "wrong_share")
DAY_S = 86_400
US = 1_000_000
WRONG = ("late", "lost_visible", "lost_silent", "duplicated")


def obligations_over_time(history: History, window_s: int = DAY_S) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per flow and window of the duty's beginning; `window_s` is the
    window's start, `owed` the sum of the states, `duplicated` D_gross of the keys first owed then,
    `wrong_share` that of duties late or lost, with the duplicates."""
    lines = pd.concat(history.by_key(_lines), ignore_index=True)
    start_s = column(lines, "t_us") // US // window_s * window_s
    sums = lines.drop(columns="t_us").assign(window_s=start_s).groupby(BY, sort=True).sum()
    sums["owed"] = sums[STATES].sum(axis=1)
    sums["wrong_share"] = sums[list(WRONG)].sum(axis=1) / sums["owed"]
    return sums.reset_index()[list(COLUMNS)]


def _lines(part: Part) -> pd.DataFrame:
    matching = match_part(part)
    owed = matching.obligations
    lines = pd.DataFrame({"flow": owed["flow"].astype(str), "t_us": column(owed, "t_us")})
    for state in STATES:
        lines[state] = (owed["state"] == state).to_numpy(dtype="int64")
    _, gross = extra_effects(matching)
    once = ~owed["key"].duplicated()
    lines["duplicated"] = np.where(once, gross[owed["key"].to_numpy()], 0)
    return lines
