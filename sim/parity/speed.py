"""How long calls and flows took on an arm, simulated and on the wall."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from sim.history.reading import History
from sim.measures.latency import latency

SHARES = (0.5, 0.95, 0.99)
LEAST_N = (5, 59, 299)
"""As in sim/measures/latency.py: with fewer a quantile has no upper bound."""
CALL_COLUMNS = ("system", "operation", "calls", "p50_ms", "p95_ms", "p99_ms")


def calls_on_clock(history: History) -> pd.DataFrame:
    """Per operation in simulated milliseconds."""
    answered = _answered(history)
    taken_ms = (answered["answered_us"] - answered["t_us"]) / 1000
    return _by_operation(answered, taken_ms.to_numpy())


def calls_on_wall(history: History, path: Path) -> pd.DataFrame:
    """Per operation in milliseconds of this machine, from the recording's own wall times."""
    walls = pq.read_table(path, columns=["t_wall_ns"])["t_wall_ns"].to_numpy()
    answered = _answered(history)
    taken_ns = walls[answered["answer_i"].to_numpy()] - walls[answered["i"].to_numpy()]
    return _by_operation(answered, taken_ns / 1e6)


def flows_on_clock(history: History) -> pd.DataFrame:
    """Per flow, `n` and quantiles in simulated seconds; a flow that met nothing is left out."""
    return latency(history)[["flow", "n", "p50_s", "p95_s", "p99_s"]]


def as_records(frame: pd.DataFrame) -> Sequence[dict[str, object]]:
    """Rows with None for what is not known."""
    rows: list[dict[str, object]] = json.loads(frame.to_json(orient="records"))
    return rows


def _answered(history: History) -> pd.DataFrame:
    calls = history.calls
    ours = calls["source"].astype(str) == "integration"
    return calls[ours & (calls["answered_us"] >= 0)]


def _by_operation(calls: pd.DataFrame, taken_ms: np.ndarray) -> pd.DataFrame:
    lines = pd.DataFrame(
        {"system": calls["target"].astype(str), "operation": calls["f"].astype(str)}
    ).assign(taken_ms=taken_ms)
    found = [
        (*name, len(group), *_quantiles(group["taken_ms"].to_numpy()))
        for name, group in lines.groupby(["system", "operation"], sort=True)
    ]
    return pd.DataFrame(found, columns=list(CALL_COLUMNS))


def _quantiles(values: np.ndarray) -> Sequence[float]:
    return [
        float(np.quantile(values, share)) if len(values) >= least else float("nan")
        for share, least in zip(SHARES, LEAST_N, strict=True)
    ]
