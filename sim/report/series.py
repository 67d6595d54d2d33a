"""Time series thinned to what a figure can show, so that a page stays small however long the run.

A variance is a step function: its value at a grid point is the last one before it, and the
largest deviation inside a cell is kept, or a spike that lasted an hour would vanish from a month.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.report.content import Content
from sim.report.palette import CAUSES

POINTS = 144
LEAST_S = 0.1
HOUR_US = 3_600_000_000


def grid(end_us: int, points: int = POINTS) -> np.ndarray:
    """Evenly spaced instants from the start to the end of a run."""
    return np.linspace(0, max(end_us, 1), points + 1).astype(np.int64)


def on_grid(steps: pd.DataFrame, column: str, instants: np.ndarray) -> np.ndarray:
    """The value furthest from zero that a step function takes in each cell of the grid."""
    ordered = steps.sort_values("t_us", kind="stable")
    at, values = ordered["t_us"].to_numpy(), ordered[column].to_numpy()
    if not len(at):
        return np.zeros(len(instants), dtype=np.int64)
    before = np.searchsorted(at, instants, side="right") - 1
    held = np.where(before >= 0, values[np.maximum(before, 0)], 0)
    cell = np.clip(np.searchsorted(instants, at, side="right") - 1, 0, len(instants) - 1)
    most = held.copy()
    for place, value in zip(cell, values, strict=True):
        if abs(value) > abs(most[place]):
            most[place] = value
    most[-1] = held[-1]
    return most


def variance_of(content: Content, pair: str) -> pd.DataFrame:
    """One pair's difference over time: `moment`, `dollars`, `documents`."""
    steps = content.variance[content.variance["pair"] == pair]
    instants = grid(content.end_us)
    frame = pd.DataFrame(
        {
            "moment": moments(instants, content),
            "dollars": on_grid(steps, "amount_minor", instants) / 100,
            "documents": on_grid(steps, "documents", instants),
        }
    )
    values = frame[["dollars", "documents"]]
    changed = (values != values.shift()).any(axis=1)
    return frame[changed | (frame.index == frame.index[-1])].reset_index(drop=True)


def causes_of(content: Content, pair: str) -> pd.DataFrame:
    """One pair's difference by cause over time: `moment`, `cause`, its `rank` in the stack,
    `dollars`, `documents`, every cause at every moment. Each cell of the grid shows its instant
    with the largest difference."""
    own = content.causes[content.causes["pair"] == pair]
    wide = own.pivot_table(
        index="t_us", columns="cause", values=["amount_minor", "documents"], aggfunc="sum"
    ).fillna(0)
    hours = variance_hours(content)
    wide = wide.reindex(hours).fillna(0)
    instants = grid(content.end_us)
    cell = np.clip(np.searchsorted(instants, hours, side="right") - 1, 0, len(instants) - 1)
    size = wide.sum(axis=1).to_numpy()
    order = np.lexsort((-size, cell))
    first = np.flatnonzero(np.diff(cell[order], prepend=-1))
    chosen = wide.iloc[np.sort(order[first])]
    changed = (chosen != chosen.shift()).any(axis=1) | (chosen != chosen.shift(-1)).any(axis=1)
    chosen = chosen[changed | (chosen.index == chosen.index[-1])]
    long = chosen.stack("cause", future_stack=True).reset_index()
    return pd.DataFrame(
        {
            "moment": moments(long["t_us"].to_numpy(), content),
            "cause": long["cause"].astype(str),
            "rank": [list(CAUSES).index(cause) for cause in long["cause"]],
            "dollars": (long["amount_minor"] / 100).round(2),
            "documents": long["documents"].astype("int64"),
        }
    )


def variance_hours(content: Content) -> np.ndarray:
    """The instants at which the variance was looked at: each hour, and the end."""
    return np.append(np.arange(0, content.end_us, HOUR_US), content.end_us).astype(np.int64)


def latency_of(content: Content, flow: str) -> pd.DataFrame:
    """One flow's latency as steps by window: `moment`, `p50_s`, `p95_s`, `due_s`.

    Below a tenth of a second is drawn as that: the axis is logarithmic.
    """
    part = content.latency_over_time
    part = part[part["flow"] == flow].sort_values("t_us", ignore_index=True)
    ends_us = part["t_us"].shift(-1, fill_value=content.end_us)
    # Both ends of each window, or a window between two without a quantile would not be drawn.
    part = pd.concat([part, part.assign(t_us=ends_us)]).sort_index(kind="stable")
    frame = pd.DataFrame({"moment": moments(part["t_us"].to_numpy(), content)})
    for column in ("p50_s", "p95_s", "due_s"):
        frame[column] = part[column].clip(lower=LEAST_S).round(2).to_numpy()
    return frame


def latency_span_s(line: pd.DataFrame) -> tuple[float, float]:
    """The ends of a logarithmic axis, with room for the labels of fault windows at the top."""
    values = line[["p50_s", "p95_s", "due_s"]]
    return float(values.min().min()) / 1.6, float(values.max().max()) * 8


def headroom(values: pd.Series) -> float:
    """The top of an axis that leaves room for the labels of fault windows."""
    return max(float(values.max()), 1.0) * 1.28


def moments(t_us: np.ndarray, content: Content) -> pd.DatetimeIndex:
    """Simulated instants as naive local time of the scenario's calendar."""
    return pd.Timestamp(content.first_day) + pd.to_timedelta(t_us, unit="us")
