"""Business latency: from the trigger to the last effect in any book that it owed.

Queueing, retries and manual work are inside. What had not ended with the run is censored, see
kaplan_meier.py. A quantile that the sample is too small for is left out (statistics.md 5.2);
`max_observed_s` stands in its place.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.grouped import codes, column
from sim.checkers.matching import MET, match
from sim.history.reading import History
from sim.measures.kaplan_meier import quantiles

LEAST_N: Mapping[float, int] = {0.5: 5, 0.95: 59, 0.99: 299}
"""n at which a one-sided 95 % bound of the quantile exists: the least n with 1 - q^n >= 0.95."""
DAY_S = 86_400
US = 1_000_000


def triggers(history: History) -> pd.DataFrame:
    """One line per trigger: `flow`, `business_key`, `t_us`, `latency_s`, `ended`.

    A trigger has ended when all its duties are met; else `latency_s` is its age at the end.
    """
    return history.derive(_triggers)


def latency(history: History) -> pd.DataFrame:
    """Per flow: `n`, `censored_share`, `p50_s`, `p95_s`, `p99_s`, `max_observed_s`."""
    return _table(triggers(history), ["flow"])


def latency_over_time(history: History, window_s: int = DAY_S) -> pd.DataFrame:
    """The same by window of the trigger's time; `window_s` is the window's start."""
    lines = triggers(history)
    start_s = column(lines, "t_us") // US // window_s * window_s
    return _table(lines.assign(window_s=start_s), ["flow", "window_s"])


def _triggers(history: History) -> pd.DataFrame:
    matching = match(history)
    owed = matching.obligations
    names = ("flow", "source", "business_key")
    parts = [column(owed, "t_us"), *(codes(owed, name) for name in names)]
    order = np.lexsort(parts)
    changes = [grouped.group_ids(part[order]) for part in parts]
    key = grouped.group_ids(np.sum(changes, axis=0))
    starts = grouped.group_starts(key)
    met = owed["state"].isin(MET).to_numpy()[order]
    lines = owed.iloc[order[starts]][["flow", "business_key", "t_us"]].reset_index(drop=True)
    lines["ended"] = ~grouped.any_of(~met, starts)
    last_us = grouped.highest(column(owed, "met_us")[order], starts)
    until_us = np.where(lines["ended"], last_us, matching.end_us)
    lines["latency_s"] = np.maximum(until_us - column(lines, "t_us"), 0) / US
    return lines


def _table(lines: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    found = []
    for name, group in lines.astype({"flow": str}).groupby(by, sort=True):
        found.append({**dict(zip(by, name, strict=True)), **_figures(group)})
    columns = [*by, "n", "censored_share", *(_name(q) for q in LEAST_N), "max_observed_s"]
    return pd.DataFrame(found, columns=columns)


def _figures(group: pd.DataFrame) -> dict[str, float]:
    durations, ended = column(group, "latency_s"), column(group, "ended")
    figures: dict[str, float] = {"n": len(group), "censored_share": float(1 - ended.mean())}
    for share, value in zip(LEAST_N, quantiles(durations, ended, tuple(LEAST_N)), strict=True):
        figures[_name(share)] = value if len(group) >= LEAST_N[share] else float("nan")
    figures["max_observed_s"] = float(durations[ended].max(initial=0)) if ended.any() else np.nan
    return figures


def _name(share: float) -> str:
    return f"p{share * 100:.0f}_s"
