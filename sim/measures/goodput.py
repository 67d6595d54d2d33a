"""Goodput: what became of the calls that each system was offered, and how many an effect took.

A call is `answered`, or `turned_away` (no connection, 429, 5xx), or nobody waited for its answer
any more (`wasted`: a system without a fault in between worked on it for nobody; `unheard`: a fault
kept the call or its answer). Under overload what is offered grows while what is answered falls, and
goes on after its cause is gone (F46, metastable).
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from sim.checkers.grouped import Array, column
from sim.history.part import Part
from sim.history.reading import History

FATES = ("answered", "turned_away", "wasted", "unheard")
SERIES = ("t_s", "hop", "offered", *FATES)
COLUMNS = (
    *("hop", "offered", "answered_share", "turned_away_share", "wasted_share", "effects"),
    *("attempts_per_effect", "overloaded_from_s", "overloaded_until_s"),
)
WINDOW_S = 900
"""A quarter of an hour: many calls of a busy system, and short beside an outage."""
OVERLOADED = 0.1
"""Share of a window's calls that were turned away or wasted, from which on it counts as one of
overload; an assumption. A window needs LEAST_CALLS."""
LEAST_CALLS = 10
THROTTLED, SERVER_ERROR = 429, 500
CALLER = "integration"
US = 1_000_000


def goodput(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per way to a system. `effects` are different ones, so that
    `attempts_per_effect` counts every repetition; NaN for a system that took no effect. Overload
    reaches from its first window to the end of its last one, NaN for none."""
    series = goodput_over_time(history)
    effects = _effects(history)
    found = [_line(str(hop), own, effects) for hop, own in series.groupby("hop", sort=True)]
    return pd.DataFrame(found, columns=list(COLUMNS))


def goodput_over_time(history: History, step_s: int = WINDOW_S) -> pd.DataFrame:
    """Columns `SERIES`, a line per way and window in which something was offered, by the time at
    which calls left; `t_s` is the window's start."""
    parts = [part for part in history.by_call(partial(_windows, step_s)) if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(SERIES))
    whole = pd.concat(parts).groupby(["hop", "t_s"], sort=True).sum().reset_index()
    return whole[list(SERIES)]


def _windows(step_s: int, calls: pd.DataFrame) -> pd.DataFrame:
    if calls.empty:
        return pd.DataFrame(columns=list(SERIES))
    fate = _fates(calls)
    lines = pd.DataFrame({name: fate == number for number, name in enumerate(FATES)})
    lines["offered"] = True
    keys = [calls["hop"].astype(str), (calls["t_us"] // US // step_s * step_s).rename("t_s")]
    return lines.groupby([key.reset_index(drop=True) for key in keys]).sum().reset_index()


def _fates(calls: pd.DataFrame) -> Array:
    """Places in FATES; -1 for what was still under way at the end."""
    outcome, status = column(calls, "outcome"), column(calls, "status")
    silent = (outcome == "info") & (status == 0)
    faulted = (calls["fault_ids"].astype(str) != "").to_numpy()
    no_connection = (outcome == "fail") & (status == 0)
    away = no_connection | (status == THROTTLED) | (status >= SERVER_ERROR)
    kinds = [outcome == "open", silent & faulted, silent, away]
    return np.select(kinds, [-1, FATES.index("unheard"), FATES.index("wasted"), 1], default=0)


def _effects(history: History) -> dict[str, int]:
    """System -> different effects that the integration had there."""
    total: dict[str, int] = {}
    for part in history.by_key(_different):
        for system, count in part.items():
            total[system] = total.get(system, 0) + count
    return total


def _different(part: Part) -> dict[str, int]:
    rows = part.intent
    made = rows[(rows["op"] == "effect") & (rows["process"] == CALLER)]
    once = made[~made.duplicated(["f", "effect_key"])]
    counted = once["source"].astype(str).value_counts()
    return {str(system): int(count) for system, count in counted.items()}


def _line(hop: str, own: pd.DataFrame, effects: dict[str, int]) -> dict[str, float | str]:
    offered = int(own["offered"].sum())
    count = effects.get(hop.partition(">")[2], 0)
    lost = (own["turned_away"] + own["wasted"]) / own["offered"]
    over = own.loc[(lost >= OVERLOADED) & (own["offered"] >= LEAST_CALLS), "t_s"]
    shares = {f"{name}_share": float(own[name].sum() / offered) for name in FATES[:3]}
    return {
        "hop": hop,
        "offered": offered,
        **shares,
        "effects": count,
        "attempts_per_effect": offered / count if count else float("nan"),
        "overloaded_from_s": float(over.min()) if len(over) else float("nan"),
        "overloaded_until_s": float(over.max() + WINDOW_S) if len(over) else float("nan"),
    }
