"""What is kept of a replication: every number of its measures, and the curves that reports draw.

A month's History has millions of rows; what a study keeps of it are some thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pkgutil import resolve_name
from typing import Any

import numpy as np
import pandas as pd

from sim.checkers.verdict import Finding
from sim.history.reading import History
from sim.measures import MEASURES
from sim.measures.kaplan_meier import quantiles
from sim.measures.latency import triggers

LEFT_OUT = frozenset({"detection", "incidents", "supplier_scorecard", "variance_series"})
"""Tables with a line for each of many documents or instants, besides those over time."""
KEPT = tuple(name for name in MEASURES if not name.endswith("_over_time") and name not in LEFT_OUT)
SHARES = tuple(float(share) for share in np.round(np.arange(0.01, 1.0, 0.01), 2))
"""Of the latency curve."""
NUMBERS = {"measure": str, "item": str, "column": str, "value": float}
CURVE = {"flow": str, "share": float, "latency_s": float, "n": int, "censored_share": float}
APART = {"t_s": float, "cause": str, "units": int, "minor": int}
"""Columns with their types, which an empty table has as well."""
STEP_S = 300
"""Five minutes: short beside an outage, long enough for a table of some hundred lines."""
WAITING = {"flow": str, "t_s": float, "arrived": int, "done": int}


def numbers(history: History, findings: tuple[Finding, ...]) -> pd.DataFrame:
    """Columns `NUMBERS`: each cell of the measures that are kept, and what the checkers
    measured."""
    found = [line for name in KEPT for line in _lines(name, _measure(name, history))]
    found += [
        (finding.checker, "", column, float(value))
        for finding in findings
        for column, value in finding.measured.items()
        if isinstance(value, int | float)
    ]
    return pd.DataFrame(found, columns=list(NUMBERS)).astype(NUMBERS)


def latency_curves(history: History) -> pd.DataFrame:
    """Columns `CURVE`: by flow the latency within which each share had ended (NaN where too many
    were censored)."""
    lines = triggers(history)
    found: list[Mapping[str, Any]] = []
    for flow, group in lines.astype({"flow": str}).groupby("flow", sort=True):
        durations, ended = group["latency_s"].to_numpy(), group["ended"].to_numpy()
        censored = {"n": len(group), "censored_share": float(1 - ended.mean())}
        reached = quantiles(durations, ended, SHARES)
        found += [
            {"flow": flow, "share": share, "latency_s": latency_s, **censored}
            for share, latency_s in zip(SHARES, reached, strict=True)
        ]
    return pd.DataFrame(found, columns=list(CURVE)).astype(CURVE)


def variance(history: History) -> pd.DataFrame:
    """Columns `APART`: how far the books were apart, by cause and hour."""
    lines = _measure("variance_over_time", history)
    summed = lines.groupby(["t_s", "cause"], sort=True, observed=True)[["units", "minor"]].sum()
    return summed.reset_index().astype(APART)


def _measure(name: str, history: History) -> pd.DataFrame:
    table: pd.DataFrame = resolve_name(MEASURES[name])(history)
    return table


def _lines(measure: str, table: pd.DataFrame) -> Iterator[tuple[str, str, str, float]]:
    """Numbers by the names that stand beside them."""
    is_number = {name: pd.api.types.is_numeric_dtype(table[name]) for name in table.columns}
    names = [name for name in table.columns if not is_number[name]]
    for row in table.to_dict("records"):
        item = "/".join(str(row[name]) for name in names)
        for column in table.columns:
            if is_number[column]:
                yield measure, item, str(column), float(row[column])


def waiting(history: History) -> pd.DataFrame:
    """Columns `WAITING`: by flow and window of `STEP_S` how many documents arrived, and how many
    were done with all that they owed. What arrived and is not done waits."""
    lines = triggers(history).astype({"flow": str})
    arrived_s = lines["t_us"].to_numpy() / 1e6
    done_s = (arrived_s + lines["latency_s"].to_numpy())[lines["ended"].to_numpy(dtype=bool)]
    flow = lines["flow"].to_numpy()
    counted = {
        "arrived": _by_window(flow, arrived_s),
        "done": _by_window(flow[lines["ended"].to_numpy(dtype=bool)], done_s),
    }
    table = pd.DataFrame(counted).fillna(0.0).rename_axis(["flow", "t_s"]).reset_index()
    return table.astype(WAITING)


def _by_window(flow: np.ndarray, at_s: np.ndarray) -> pd.Series:
    window_s = at_s // STEP_S * STEP_S
    return pd.Series(1, index=[flow, window_s]).groupby(level=[0, 1]).sum()
