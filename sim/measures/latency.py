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
from sim.checkers.grouped import column
from sim.checkers.matching import MET, match_part
from sim.history.part import Part
from sim.history.reading import History
from sim.history.shelves import hash_of
from sim.measures.kaplan_meier import quantiles

LEAST_N: Mapping[float, int] = {0.5: 5, 0.95: 59, 0.99: 299}
"""n at which a one-sided 95 % bound of the quantile exists: the least n with 1 - q^n >= 0.95."""
TRIGGER = ("flow", "source", "business_key")
"""Their hash stands for them: a month has millions of triggers, and nobody asks for their names."""
DAY_S = 86_400
US = 1_000_000


def triggers(history: History) -> pd.DataFrame:
    """One line per trigger, numbers only: `flow`, `t_us`, `latency_s`, `ended`.

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


def latency_since(history: History, window_s: int = DAY_S) -> pd.DataFrame:
    """The same of all that was triggered from each window's start (`window_s`) to the end: what is
    left when everything before is a warm-up. Effects go with their trigger, however late."""
    lines = triggers(history).astype({"flow": str})
    t_us = column(lines, "t_us")
    found = [
        _table(lines[t_us >= start_s * US], ["flow"]).assign(window_s=start_s)
        for start_s in range(0, history.end_us // US, window_s)
    ]
    return pd.concat(found, ignore_index=True)


def _triggers(history: History) -> pd.DataFrame:
    parts = history.by_key(_duties)
    flows = sorted({flow for part in parts for flow in part["flow"].cat.categories})
    kind = pd.CategoricalDtype(flows)
    lines = _merged(pd.concat([part.astype({"flow": kind}) for part in parts], ignore_index=True))
    t_us = column(lines, "t_us")
    until_us = np.where(lines["ended"], column(lines, "last_us"), history.end_us)
    lines["latency_s"] = np.maximum(until_us - t_us, 0) / US
    return lines[["flow", "t_us", "latency_s", "ended"]]


def _duties(part: Part) -> pd.DataFrame:
    """The triggers of a part's obligations; other parts may hold more duties of the same ones."""
    owed = match_part(part).obligations
    trigger = hash_of({name: owed[name] for name in TRIGGER})
    flow = owed["flow"].cat.remove_unused_categories()
    lines = pd.DataFrame({"flow": flow, "t_us": owed["t_us"], "trigger": trigger})
    lines["ended"] = owed["state"].isin(MET)
    lines["last_us"] = owed["met_us"]
    return _merged(lines)


def _merged(lines: pd.DataFrame) -> pd.DataFrame:
    """One line per trigger: all its duties met, the last of them when."""
    order = np.lexsort((column(lines, "t_us"), column(lines, "trigger")))
    lines = lines.iloc[order].reset_index(drop=True)
    same_key, same_time = (grouped.group_ids(column(lines, n)) for n in ("trigger", "t_us"))
    starts = grouped.group_starts(same_key + same_time)
    merged = lines.iloc[starts].reset_index(drop=True)
    merged["ended"] = ~grouped.any_of(~column(lines, "ended"), starts)
    merged["last_us"] = grouped.highest(column(lines, "last_us"), starts)
    return merged


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
