"""Fault windows as a figure shades them; a fault that acts all the time is named in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.report.content import Content
from sim.report.series import moments

WHOLE_RUN = 0.85
"""A window that covers more of the run than this would shade the figure and say nothing."""
SEEN = 0.004
"""The least share of the run that a shade is drawn with: an hour of a month is a hairline."""
APART = 0.06
"""Labels closer than this share of the run would run into each other."""


def shaded(content: Content) -> pd.DataFrame:
    """Windows worth shading: `start`, `stop`, `label`; overlapping ones share one."""
    merged = _merged(content, gap=0.0)
    least_us = merged["start_us"].to_numpy() + round(SEEN * content.end_us)
    return pd.DataFrame(
        {
            "start": moments(merged["start_us"].to_numpy(), content),
            "stop": moments(np.maximum(merged["stop_us"].to_numpy(), least_us), content),
            "label": merged["label"],
        }
    )


def labels(content: Content) -> pd.DataFrame:
    """What stands over the windows: `middle`, `label`; neighbours share one to stay readable."""
    merged = _merged(content, gap=APART)
    middle_us = (merged["start_us"] + merged["stop_us"]) // 2
    return pd.DataFrame(
        {"middle": moments(middle_us.to_numpy(), content), "label": merged["label"]}
    )


def throughout(content: Content) -> list[str]:
    """Faults that act during (nearly) the whole run."""
    faults = _bounded(content)
    return sorted(set(faults[_throughout(faults, content)]["fault"].astype(str)))


def _bounded(content: Content) -> pd.DataFrame:
    """A fault that was never switched off lasts until the run's end."""
    faults = content.faults
    return faults.assign(off_us=faults["off_us"].where(faults["off_us"] >= 0, content.end_us))


def _throughout(faults: pd.DataFrame, content: Content) -> pd.Series:
    length: pd.Series = faults["off_us"] - faults["on_us"]
    return length > WHOLE_RUN * content.end_us


def _merged(content: Content, gap: float) -> pd.DataFrame:
    """Windows joined where less than `gap` of the run lies between them."""
    faults = _bounded(content)
    if faults.empty:
        return pd.DataFrame({"start_us": [], "stop_us": [], "label": []}, dtype="int64")
    faults = faults[~_throughout(faults, content)].sort_values(["on_us", "off_us", "fault"])
    merged: list[tuple[int, int, str]] = []
    for on_us, off_us, fault in faults[["on_us", "off_us", "fault"]].itertuples(index=False):
        if merged and on_us <= merged[-1][1] + gap * content.end_us:
            start_us, stop_us, known = merged.pop()
            merged.append((start_us, max(stop_us, off_us), _joined(known, fault)))
        else:
            merged.append((on_us, off_us, fault))
    frame = pd.DataFrame(merged, columns=["start_us", "stop_us", "label"])
    return frame.astype({"start_us": "int64", "stop_us": "int64"})


def _joined(labels: str, label: str) -> str:
    known = labels.split(", ")
    return labels if label in known else f"{labels}, {label}"
