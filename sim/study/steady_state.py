"""What is cut off at the beginning of runs that stand for a steady state.

A run begins from a stocked group on a calm cable, which is not what a year is like. So its figures
of speed leave out a warm-up, found by MSER-5 (sim/statistics/warm_up.py) on the daily mean latency
of the slowest integration, averaged over seeds; all integrations lose the same days. What was
triggered before the cut is left out with all its effects, and what was triggered after it is kept,
however late its effects came. Counts and money are of the whole run: a document lost on the first
day is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from sim.history.reading import History
from sim.measures.latency import DAY_S, latency_since, triggers
from sim.statistics import TooFew, mser5

JUDGED = ("P09", "P07")
"""The flows whose speed a comparison tells; the longer of their warm-ups is cut."""
DAILY = {"flow": str, "day": int, "n_of_day": int, "mean_s": float}
SINCE = ("n", "censored_share", "p50_s", "p95_s", "p99_s", "max_observed_s")
MEASURE = "latency"
BY_DAY = "latency_by_day"
"""The table of a dataset that `latency_by_day` makes, of steady scenarios alone."""
UNCUT = "nothing is cut, and speed is that of the whole run"
TERMINATING = (
    "Terminating: a run begins from a stocked group with open documents of the days before, so "
    "there is no warm-up and nothing is cut off."
)
STEADY = "Steady state: figures of speed leave out a warm-up, by MSER-5"
WHOLE = "Counts and money are of the whole run."


class WarmUpRule(NamedTuple):
    """From which day on speed counts, the same for all, and why in a sentence or two."""

    from_day: int
    told: str


NO_WARM_UP = WarmUpRule(0, TERMINATING)


def latency_by_day(history: History) -> pd.DataFrame:
    """Columns `DAILY` and `SINCE`, by flow and day of the trigger: `mean_s` of what ended, and the
    figures of the measure `latency` over all that was triggered from that day on."""
    lines = triggers(history).astype({"flow": str})
    lines["day"] = lines["t_us"] // (DAY_S * 1_000_000)
    # What never ended is as old as the run is long: its age would fall from day to day.
    ended = lines[lines["ended"]].groupby(["flow", "day"])["latency_s"]
    means = pd.DataFrame({"n_of_day": ended.size(), "mean_s": ended.mean()}).reset_index()
    since = latency_since(history, DAY_S)
    since["day"] = since["window_s"] // DAY_S
    found = since.merge(means, on=["flow", "day"], how="left").fillna({"n_of_day": 0})
    return found[[*DAILY, *SINCE]].astype({**DAILY, **dict.fromkeys(SINCE, float)})


def find_warm_up(by_day: pd.DataFrame) -> WarmUpRule:
    """Of the table of all integrations and seeds. If a series is too short for the rule, or had not
    settled by its middle, nothing is cut and that is said."""
    cuts, told = [], []
    for flow in JUDGED:
        own = by_day[(by_day["flow"] == flow) & (by_day["n_of_day"] > 0)]
        if own.empty:
            continue
        slowest = str(own.groupby("integration")["mean_s"].mean().idxmax())
        series = own[own["integration"] == slowest].groupby("day")["mean_s"].mean().sort_index()
        named = f"{flow} of {slowest}"
        try:
            found = mser5(series.to_numpy(dtype=float))
        except TooFew as few:
            return _uncut(f"{named} has {few.got} of the {few.needed} days that the rule needs")
        if not found.is_settled:
            return _uncut(f"{named} had not settled by the middle of the run")
        cuts.append(int(series.index[found.length]))
        told.append(f"{cuts[-1]} days by {named}")
    if not cuts:
        return _uncut(f"no run has a latency of {' or '.join(JUDGED)}")
    return WarmUpRule(max(cuts), _rule(max(cuts), told))


def cut(measures: pd.DataFrame, by_day: pd.DataFrame, from_day: int) -> pd.DataFrame:
    """`measures` of a dataset, with the lines of `latency` taken from that day on: what was
    triggered before is in no numerator and no denominator."""
    kept = by_day[by_day["day"] == from_day].rename(columns={"flow": "item"})
    lines = kept.melt(["run", "item"], list(SINCE), "column", "value").assign(measure=MEASURE)
    rest = measures[measures["measure"] != MEASURE]
    return pd.concat([rest, lines], ignore_index=True)


def _uncut(why: str) -> WarmUpRule:
    return WarmUpRule(0, f"{STEADY}. Here {why}: {UNCUT}.")


def _rule(from_day: int, told: Sequence[str]) -> str:
    series = "the daily mean latency of the slowest integration, averaged over seeds"
    return (
        f"{STEADY} on {series} ({'; '.join(told)}). The same {from_day} days are cut for all, by "
        f"when a document was triggered: its effects go with it. {WHOLE}"
    )
