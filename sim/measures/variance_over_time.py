"""B1 with B2: the causes of the variance over time, and what it cost to have it outstanding.

At every instant the causes of a pair but `period` add up to its V_abs by effect key, as
variance_series.py has it, while units of measure are not mixed; at the end they are those of
variance_causes.py. The time that money was apart is counted exactly, not on the grid.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from sim.checkers.attribution import CAUSES, PLACE
from sim.checkers.grouped import Array, column
from sim.checkers.reconciliation import MEASURES
from sim.history.part import Part
from sim.history.reading import History
from sim.measures.variance_spans import variance_spans

US = 1_000_000
DAY_US = 86_400_000_000
BY = [*PLACE, "cause"]
SERIES = ("t_s", *BY, *MEASURES)
OUTSTANDING = (*BY, "unit_days", "usd_days", "peak_minor")


def variance_over_time(history: History, step_s: int = 3600) -> pd.DataFrame:
    """Columns `SERIES`: per instant of the grid, system pair, facility, period and cause the
    effects, cents and quantity by which the books were apart; no line where they were not."""
    grid_us = np.append(np.arange(0, history.end_us, step_s * US), history.end_us)
    sampled = pd.concat(history.by_key(partial(_sampled, tuple(grid_us))), ignore_index=True)
    summed = _summed(sampled, ["place", *BY])
    summed["t_s"] = grid_us[column(summed, "place").astype(np.int64)] / US
    return summed[list(SERIES)]


def variance_outstanding(history: History) -> pd.DataFrame:
    """Columns `OUTSTANDING`: effects and US dollars apart times the days that they were, and the
    most cents that were apart at one time."""
    spans = pd.concat(history.by_key(_changes), ignore_index=True)
    spans["cause"] = pd.Categorical(spans["cause"], categories=CAUSES, ordered=True)
    found = []
    for place, changes in spans.groupby(BY, observed=True, sort=True):
        # In floating point: cents times microseconds of a month would not fit into 64 bits.
        left_days = (history.end_us - column(changes, "t_us")) / DAY_US
        unit_days = float((column(changes, "units") * left_days).sum())
        usd_days = float((column(changes, "minor") * left_days).sum() / 100)
        standing = changes.groupby("t_us", sort=True)["minor"].sum().cumsum()
        found.append((*place, unit_days, usd_days, int(standing.max())))
    return pd.DataFrame(found, columns=list(OUTSTANDING))


def _sampled(grid_us: tuple[int, ...], part: Part) -> pd.DataFrame:
    """The spans that each instant falls into, with the instant's place on the grid."""
    spans = variance_spans(part)
    first = np.searchsorted(grid_us, column(spans, "from_us"), side="left")
    last = np.searchsorted(grid_us, column(spans, "until_us"), side="left")
    count = last - first
    lines = spans.iloc[np.repeat(np.arange(len(spans)), count)].reset_index(drop=True)
    lines["place"] = np.repeat(first, count) + _within(count)
    return lines.groupby(["place", *BY], sort=False)[list(MEASURES)].sum().reset_index()


def _within(count: Array) -> Array:
    """0, 1, ... for each group of that many."""
    begin = np.concatenate([[0], np.cumsum(count)[:-1]]) if len(count) else count
    return np.arange(int(count.sum())) - np.repeat(begin, count)


def _summed(lines: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    lines["cause"] = pd.Categorical(lines["cause"], categories=CAUSES, ordered=True)
    summed = lines.groupby(by, observed=True, sort=True)[list(MEASURES)].sum().reset_index()
    return summed.astype({"cause": str, **dict.fromkeys(MEASURES, "int64")})


def _changes(part: Part) -> pd.DataFrame:
    """Each span as a rise and a fall, summed where several change at one instant."""
    spans = variance_spans(part)
    until_us = np.minimum(column(spans, "until_us"), part.end_us)
    rises = spans.assign(t_us=column(spans, "from_us"))
    falls = spans.assign(t_us=until_us, units=-spans["units"], minor=-spans["minor"])
    both = pd.concat([rises, falls], ignore_index=True)
    return both.groupby([*BY, "t_us"], sort=False)[["units", "minor"]].sum().reset_index()
