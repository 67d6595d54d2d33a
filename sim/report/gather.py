"""From a stored run to the content of its report: asks the measures, computes nothing itself."""

from __future__ import annotations

import pandas as pd

from sim.history.part import Part
from sim.history.reading import History
from sim.measures.latency import latency, latency_over_time
from sim.measures.obligations_table import obligations_table
from sim.measures.variance_series import variance_series
from sim.report import wording
from sim.report.content import Content
from sim.results import Run

US = 1_000_000
DAY_S = 86_400
WINDOWS_S = (DAY_S, 3 * DAY_S, 7 * DAY_S)
ENOUGH = 59
"""Triggers that a window needs before its 95th percentile means anything, see sim.measures."""


def gather(run: Run) -> Content:
    """Everything that the report shows. Raises RunDamaged for files that cannot be read."""
    history = run.history
    return Content(
        manifest=run.manifest,
        verdict=run.verdict,
        variance=_variance(history),
        latency_over_time=_latency_over_time(history),
        latency=latency(history).merge(_deadlines(history), on="flow"),
        states=obligations_table(history),
        faults=_faults(history),
        end_us=history.end_us,
    )


def _variance(history: History) -> pd.DataFrame:
    series = variance_series(history)
    pairs = {name: wording.pair(*str(name).split(">")) for name in series["pair"].unique()}
    return pd.DataFrame(
        {
            "pair": series["pair"].map(pairs).astype(str),
            "t_us": (series["t_s"] * US).astype("int64"),
            "amount_minor": series["v_abs_minor"].astype("int64"),
            "documents": series["v_abs_units"].astype("int64"),
        }
    )


def _latency_over_time(history: History) -> pd.DataFrame:
    """Each flow in the finest window that mostly holds enough triggers, else in the widest."""
    by_window = [latency_over_time(history, window_s) for window_s in WINDOWS_S]
    chosen = [_finest([f[f["flow"] == flow] for f in by_window]) for flow in _flows(by_window)]
    found = pd.concat([by_window[0].head(0), *chosen], ignore_index=True)
    # Where a window is too small for a quantile its slowest finished trigger stands in.
    p95_s = found["p95_s"].fillna(found["max_observed_s"])
    lines = found.assign(
        t_us=(found["window_s"].astype("int64") * US),
        p95_s=p95_s,
        p50_s=found["p50_s"].astype(float),
    )
    return lines.merge(_deadlines(history), on="flow")


def _finest(frames: list[pd.DataFrame]) -> pd.DataFrame:
    for frame in frames:
        if len(frame) and float(frame["n"].median()) >= ENOUGH:
            return frame
    return frames[-1]


def _flows(frames: list[pd.DataFrame]) -> list[str]:
    return sorted({str(flow) for frame in frames for flow in frame["flow"]})


def _deadlines(history: History) -> pd.DataFrame:
    """Per flow the shortest and the longest time that its duties allow."""
    parts = pd.concat(history.by_key(_limits)).groupby(level="flow")
    return parts.agg({"least_due_s": "min", "due_s": "max"}).reset_index()


def _limits(part: Part) -> pd.DataFrame:
    owed = part.intent[(part.intent["op"] == "owe") & (part.intent["due_us"] >= 0)]
    allowed_s = (owed["due_us"] - owed["t_us"]) / US
    by_flow = allowed_s.groupby(owed["flow"].astype(str).rename("flow"))
    return pd.DataFrame({"least_due_s": by_flow.min(), "due_s": by_flow.max()})


def _faults(history: History) -> pd.DataFrame:
    """One line per fault of the plan, told apart by its number (`effect_key` where recorded)."""
    names = ["op", "f", "target", "t_us", "business_key", "detail"]
    rows = history.faults[names].astype({n: str for n in names if n != "t_us"})
    on = rows[rows["op"] == "fault_on"].drop_duplicates(["f", "target"])
    lines = pd.DataFrame({"fault": on["f"], "title": on["detail"], "hop": on["target"]})
    lines["on_us"] = on["t_us"]
    lines["off_us"] = _first(rows[rows["op"] == "fault_off"], on, "t_us", -1)
    seen = rows[rows["op"] == "fault_witness"].drop_duplicates("f").set_index("f")
    lines["seen_us"] = on["f"].map(seen["t_us"]).fillna(-1).astype("int64")
    lines["seen_key"] = on["f"].map(seen["business_key"]).fillna("")
    return lines.reset_index(drop=True)


def _first(rows: pd.DataFrame, on: pd.DataFrame, column: str, absent: int) -> pd.Series:
    """The value of the row of the same fault and hop, in the order of `on`."""
    values = rows.drop_duplicates(["f", "target"]).set_index(["f", "target"])[column]
    wanted = pd.MultiIndex.from_frame(on[["f", "target"]])
    found = values.reindex(wanted).fillna(absent).astype("int64")
    return pd.Series(found.to_numpy(), index=on.index)
