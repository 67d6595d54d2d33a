"""From a stored run to the content of its report: asks the measures, computes nothing itself."""

from __future__ import annotations

import pandas as pd

from sim.history.part import Part
from sim.history.reading import History
from sim.measures.blame import plan
from sim.measures.detection import detection
from sim.measures.latency import latency, latency_over_time
from sim.measures.obligations_table import obligations_table
from sim.measures.variance_over_time import variance_over_time
from sim.measures.variance_series import variance_series
from sim.report import wording
from sim.report.blows import by_kind
from sim.report.content import Content
from sim.report.printed import measured
from sim.results import Run

US = 1_000_000
DAY_S = 86_400
WINDOWS_S = (DAY_S, 3 * DAY_S, 7 * DAY_S)
HARM = [
    *("incidents", "first_bad_s", "first_bad_key", "first_bad_kind"),
    *("detected_by", "time_to_detect_s", "time_to_reconcile_s"),
]
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
        causes=_causes(history),
        measured=measured(history),
        smallest=run.smallest,
        blows=by_kind(run.blows),
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
    """One line per fault of the plan, with what it did and who noticed."""
    lines = plan(history).rename(columns={"hops": "hop"})
    lines = lines[["fault", "title", "hop", "on_us", "off_us", "seen_us", "seen_key"]]
    harm = detection(history).iloc[: len(lines)].reset_index(drop=True)
    return pd.concat([lines, harm[HARM]], axis=1)


def _causes(history: History) -> pd.DataFrame:
    """Of pairs that differed by more than what was on its way, all causes."""
    series = variance_over_time(history)
    summed = series.groupby(["pair", "t_s", "cause"], sort=True)[["units", "minor"]].sum()
    lines = summed.reset_index()
    apart = lines.loc[lines["cause"] != "in_flight", "pair"].unique()
    lines = lines[lines["pair"].isin(apart)].reset_index(drop=True)
    t_us = (lines["t_s"].astype(float) * US).round().astype("int64")
    lines = lines.rename(columns={"units": "documents", "minor": "amount_minor"})
    pair = [wording.pair(*name.split(">")) for name in lines["pair"]]
    told = lines.assign(t_us=t_us, pair=pd.Series(pair, index=lines.index, dtype=str))
    return told[["pair", "t_us", "cause", "amount_minor", "documents"]]
