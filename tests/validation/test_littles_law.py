"""Little's law on every queue of a month: what waits on average is how many come times how long
each waits (Little 1961, Operations Research 9, 383-387).

Both sides are measured apart: the number that wait on a grid of the time, by the measure
`queue_depth`; how long each waited from the matching of duties and effects. Over a run that begins
and ends empty the law holds exactly, but for what the grid misses: a wait of w seconds is seen
w / GRID_S times on average, and once more or less by chance, which bounds the difference. What
begins at one instant is seen or missed together.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pytest

from sim.checkers.matching import match
from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import run
from sim.history.reading import History
from sim.measures.queue_depth import queue_depth_over_time

GRID_S = 7
"""In step with no rhythm of the world, whose payments leave on the minute."""
US = 1_000_000


@lru_cache
def month(integration: str) -> History:
    spec = build_spec(RunRequest("month_end", integration, 1, 0.005, "rough_day"))
    return run(spec, new_integration(integration), None).history


def waits_s(history: History) -> pd.DataFrame:
    """By duty its `flow` and the seconds that it waited; what was never met waits to the end."""
    owed = match(history).obligations
    owed = owed[owed["state"] != "superseded"]
    until_us = owed["met_us"].where(owed["met_us"] >= 0, history.end_us)
    waited = (until_us - owed["t_us"]).clip(lower=0) / US
    return pd.DataFrame(
        {"flow": owed["flow"].astype(str), "t_us": owed["t_us"], "waited_s": waited}
    )


def chance_s(own: pd.DataFrame) -> float:
    """Standard deviation of the seconds that the grid sees of these waits."""
    rest_s = own["waited_s"] % GRID_S
    each = (rest_s * (GRID_S - rest_s)) ** 0.5
    return float((each.groupby(own["t_us"]).sum() ** 2).sum()) ** 0.5


@pytest.mark.parametrize("integration", ["reference", "nightly_batch"])
def test_what_waits_is_what_comes_times_how_long_it_waits(integration: str) -> None:
    history = month(integration)
    depth = queue_depth_over_time(history, GRID_S)
    mean_waiting = depth.groupby("flow")["waiting"].mean()
    seen = 0
    for flow, own in waits_s(history).groupby("flow"):
        by_law = float(own["waited_s"].sum()) * US / history.end_us
        chance = chance_s(own) * US / history.end_us
        assert mean_waiting[flow] == pytest.approx(by_law, abs=5 * chance), flow
        seen += 5 * chance < 0.2 * by_law
    assert seen >= 4, "too few flows wait long enough for the law to be seen"
